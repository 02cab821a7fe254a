/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "sandbox/walls.h"

#define C(name) SCMP_SYS(name)

enum { TYPE = 0xf }; /* of a socket, without its flags: socket(2) */

/* What malloc(3) and one open socket need, and the way out. */
static const int least[] = {C(read), C(write), C(brk), C(munmap), C(mremap),
	C(madvise), C(futex), C(clock_gettime), C(restart_syscall), C(exit),
	C(exit_group)};

/* What is done with descriptors that are open, and by the C library. */
static const int common[] = {C(readv), C(writev), C(pread64), C(pwrite64),
	C(lseek), C(close), C(close_range), C(dup), C(fcntl), C(fstat),
	C(newfstatat), C(statx), C(fsync), C(fdatasync), C(poll), C(ppoll),
	C(select), C(pselect6), C(epoll_create1), C(epoll_ctl), C(epoll_wait),
	C(epoll_pwait), C(timerfd_create), C(timerfd_settime), C(eventfd2),
	C(signalfd4), C(pipe2), C(mlock), C(munlock), C(msync), C(rseq),
	C(set_robust_list), C(sched_yield), C(sched_getaffinity), C(getrandom),
	C(fstatfs), C(clock_getres), C(clock_nanosleep), C(nanosleep),
	C(gettimeofday), C(time), C(times), C(getrusage), C(sysinfo), C(uname),
	C(getpid), C(getppid), C(gettid), C(getuid), C(geteuid), C(getgid),
	C(getegid), C(getcwd), C(umask), C(rt_sigaction), C(rt_sigprocmask),
	C(rt_sigreturn), C(rt_sigpending), C(sigaltstack), C(recvfrom),
	C(recvmsg), C(recvmmsg), C(shutdown), C(getsockopt), C(setsockopt),
	C(getsockname), C(getpeername)};

/* Landlock says which. */
static const int files[] = {C(open), C(openat), C(stat), C(lstat), C(access),
	C(faccessat), C(faccessat2), C(readlink), C(readlinkat), C(unlink),
	C(unlinkat), C(link), C(linkat), C(rename), C(renameat), C(renameat2),
	C(ftruncate), C(fallocate), C(fadvise64), C(flock), C(fchmod),
	C(fchown), C(getdents64)};
static const int accepts[] = {C(accept), C(accept4)};
static const int connects[] = {C(connect)};
static const int tls[] = {C(sendmsg)};
static const int inet[] = {C(connect), C(sendmsg)};
static const int resolve[] = {C(bind), C(sendto), C(sendmmsg)};
static const int threads[] = {C(set_tid_address)};
static const int launches[] = {C(sendmsg), C(wait4)};
static const int capture[] = {C(ioctl), C(bind), C(sendmsg)};
static const int forks[] = {C(sendmsg)};
static const int holds[] = {C(sendmsg), C(wait4)};

/* What no program of ours does and no library that it uses: who does it is an
 * intruder. */
static const int intrusions[] = {C(execve), C(execveat), C(ptrace),
	C(process_vm_readv), C(process_vm_writev), C(kcmp), C(pidfd_getfd),
	C(process_madvise), C(mount), C(umount2), C(pivot_root), C(chroot),
	C(unshare), C(setns), C(open_tree), C(move_mount), C(fsopen),
	C(open_by_handle_at), C(init_module), C(finit_module), C(delete_module),
	C(kexec_load), C(kexec_file_load), C(reboot), C(swapon), C(swapoff),
	C(bpf), C(perf_event_open), C(userfaultfd), C(io_uring_setup),
	C(io_uring_enter), C(io_uring_register), C(keyctl), C(add_key),
	C(request_key), C(setuid), C(setgid), C(setreuid), C(setregid),
	C(setresuid), C(setresgid), C(setgroups), C(setfsuid), C(setfsgid),
	C(personality), C(acct), C(iopl), C(ioperm), C(modify_ldt),
	C(settimeofday), C(clock_settime), C(adjtimex), C(sethostname),
	C(mknod), C(mknodat)};

/* So is this, but for who starts one that gives its own up. */
static const int gains[] = {C(capset)};

/* All of clone(2) but where it stores a number: fork(3), and nothing more. */
#define FORKS (~(scmp_datum_t)(CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID))

struct group {
	unsigned int when; /* one of these is in `calls`; 0: always */
	const int *calls;
	size_t count;
};

#define GROUP(when, list)                                                      \
	{                                                                      \
		(when), (list), sizeof(list) / sizeof((list)[0])               \
	}

static const struct group groups[] = {
	GROUP(0, common),
	GROUP(LI_CALLS_FILES, files),
	GROUP(LI_CALLS_ACCEPT, accepts),
	GROUP(LI_CALLS_UNIX, connects),
	GROUP(LI_CALLS_TLS, tls),
	GROUP(LI_CALLS_INET, inet),
	GROUP(LI_CALLS_RESOLVE, resolve),
	GROUP(LI_CALLS_THREADS, threads),
	GROUP(LI_CALLS_LAUNCH, launches),
	GROUP(LI_CALLS_CAPTURE, capture),
	GROUP(LI_CALLS_FORK, forks),
	GROUP(LI_CALLS_HOLD, holds),
};

static bool add_all(scmp_filter_ctx filter, uint32_t action, const int *calls,
	size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (seccomp_rule_add(filter, action, calls[i], 0) != 0)
			return false;
	return true;
}

/* One that is allowed with some arguments only. */
struct exact {
	unsigned int when;
	int call;
	unsigned int count;
	struct scmp_arg_cmp args[2];
};

/* Memory, and none that can be run. */
static bool allow_memory(scmp_filter_ctx filter, bool strict)
{
	const struct scmp_arg_cmp no_exec = {2, SCMP_CMP_MASKED_EQ, PROT_EXEC,
		0};
	const struct scmp_arg_cmp anonymous = {3, SCMP_CMP_MASKED_EQ,
		MAP_ANONYMOUS, MAP_ANONYMOUS};

	if (strict)
		return seccomp_rule_add(filter, SCMP_ACT_ALLOW, C(mmap), 2,
			       no_exec, anonymous) == 0;
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, C(mmap), 1, no_exec) ==
		0 &&
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, C(mprotect), 1,
			no_exec) == 0;
}

/* It may end itself. A fork has another number, which is somebody else's when
 * this one has ended: abort(3) ends by a fault then. */
static bool allow_self(scmp_filter_ctx filter, unsigned int calls)
{
	const struct scmp_arg_cmp self = {0, SCMP_CMP_EQ,
		(scmp_datum_t)getpid(), 0};

	return calls & LI_CALLS_FORK ||
		(seccomp_rule_add(filter, SCMP_ACT_ALLOW, C(kill), 1, self) ==
				0 &&
			seccomp_rule_add(filter, SCMP_ACT_ALLOW, C(tgkill), 1,
				self) == 0);
}

/* Whom it may tell to end, or to read again: nobody is ended by force. */
static bool allow_signals(scmp_filter_ctx filter, unsigned int calls)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

	if (!(calls & LI_CALLS_HOLD))
		return true;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		const struct scmp_arg_cmp one = {1, SCMP_CMP_EQ,
			(scmp_datum_t)signals[i], 0};

		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, C(kill), 1, one) !=
			0)
			return false;
	}
	return true;
}

static bool allow_exact(scmp_filter_ctx filter, unsigned int calls)
{
	const struct exact all[] = {
		/* A limit is asked for, not set; a name is given to a thread
		 * or to memory. */
		{0, C(prlimit64), 1, {{2, SCMP_CMP_EQ, 0, 0}}},
		{0, C(prctl), 1, {{0, SCMP_CMP_EQ, PR_SET_NAME, 0}}},
		{0, C(prctl), 1, {{0, SCMP_CMP_EQ, PR_SET_VMA, 0}}},
		/* Is a stream a terminal, what waits in a socket? */
		{0, C(ioctl), 1, {{1, SCMP_CMP_EQ, TCGETS, 0}}},
		{0, C(ioctl), 1, {{1, SCMP_CMP_EQ, FIONREAD, 0}}},
		{0, C(ioctl), 1, {{1, SCMP_CMP_EQ, TIOCOUTQ, 0}}},
		/* To whom a socket is connected, and to nobody else. */
		{0, C(sendto), 1, {{4, SCMP_CMP_EQ, 0, 0}}},
		{0, C(socketpair), 1, {{0, SCMP_CMP_EQ, AF_UNIX, 0}}},
		{LI_CALLS_UNIX | LI_CALLS_INET, C(socket), 1,
			{{0, SCMP_CMP_EQ, AF_UNIX, 0}}},
		{LI_CALLS_INET, C(socket), 2,
			{{0, SCMP_CMP_EQ, AF_INET, 0},
				{1, SCMP_CMP_MASKED_EQ, TYPE, SOCK_STREAM}}},
		{LI_CALLS_INET, C(socket), 2,
			{{0, SCMP_CMP_EQ, AF_INET6, 0},
				{1, SCMP_CMP_MASKED_EQ, TYPE, SOCK_STREAM}}},
		/* getaddrinfo(3) asks for the addresses of this machine. */
		{LI_CALLS_RESOLVE, C(socket), 2,
			{{0, SCMP_CMP_EQ, AF_INET, 0},
				{1, SCMP_CMP_MASKED_EQ, TYPE, SOCK_DGRAM}}},
		{LI_CALLS_RESOLVE, C(socket), 2,
			{{0, SCMP_CMP_EQ, AF_INET6, 0},
				{1, SCMP_CMP_MASKED_EQ, TYPE, SOCK_DGRAM}}},
		{LI_CALLS_RESOLVE, C(socket), 2,
			{{0, SCMP_CMP_EQ, AF_NETLINK, 0},
				{2, SCMP_CMP_EQ, 0, 0}}},
		{LI_CALLS_CAPTURE, C(socket), 1,
			{{0, SCMP_CMP_EQ, AF_PACKET, 0}}},
		{LI_CALLS_CAPTURE, C(socket), 1,
			{{0, SCMP_CMP_EQ, AF_NETLINK, 0}}},
		{LI_CALLS_CAPTURE, C(socket), 2,
			{{0, SCMP_CMP_EQ, AF_INET, 0},
				{1, SCMP_CMP_MASKED_EQ, TYPE, SOCK_DGRAM}}},
		{LI_CALLS_THREADS, C(clone), 1,
			{{0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD}}},
		{LI_CALLS_FORK, C(clone), 1,
			{{0, SCMP_CMP_MASKED_EQ, FORKS, SIGCHLD}}},
		{LI_CALLS_FORK, C(prctl), 1,
			{{0, SCMP_CMP_EQ, PR_SET_PDEATHSIG, 0}}},
		{LI_CALLS_CLOCK, C(clock_adjtime), 1,
			{{0, SCMP_CMP_EQ, CLOCK_REALTIME, 0}}},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if ((!all[i].when || all[i].when & calls) &&
			seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
				all[i].call, all[i].count, all[i].args) != 0)
			return false;
	/* Its flags are in memory, where no filter sees them: glibc takes
	 * clone(2) then. */
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), C(clone3), 0) ==
		0;
}

static bool end_intruders(scmp_filter_ctx filter, bool starter)
{
	return add_all(filter, SCMP_ACT_KILL_PROCESS, intrusions,
		       sizeof(intrusions) / sizeof(intrusions[0])) &&
		(starter ||
			add_all(filter, SCMP_ACT_KILL_PROCESS, gains,
				sizeof(gains) / sizeof(gains[0])));
}

static bool fill(scmp_filter_ctx filter, const struct li_sandbox *box)
{
	if (box->starter)
		return end_intruders(filter, true);
	if (!add_all(filter, SCMP_ACT_ALLOW, least,
		    sizeof(least) / sizeof(least[0])) ||
		!allow_memory(filter, box->strict))
		return false;
	if (box->strict)
		return true;
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if ((!groups[i].when || groups[i].when & box->calls) &&
			!add_all(filter, SCMP_ACT_ALLOW, groups[i].calls,
				groups[i].count))
			return false;
	return allow_self(filter, box->calls) &&
		allow_signals(filter, box->calls) &&
		allow_exact(filter, box->calls) && end_intruders(filter, false);
}

li_err li_wall_calls(const struct li_sandbox *box)
{
	const uint32_t other = box->starter ? SCMP_ACT_ALLOW
		: box->strict               ? SCMP_ACT_KILL_PROCESS
					    : SCMP_ACT_ERRNO(EPERM);
	scmp_filter_ctx filter = seccomp_init(other);
	bool done;

	if (!filter)
		return LI_ENOMEM;
	/* The calls of another architecture are a way around. */
	done = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
		       SCMP_ACT_KILL_PROCESS) == 0 &&
		seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 &&
		fill(filter, box) && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return done ? LI_OK : LI_EIO;
}
