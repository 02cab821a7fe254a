/* SPDX-License-Identifier: BSD-3-Clause
 *
 * user.h - the registration record: one user is one IMPI, or what a REGISTER
 * showed before an IMPI was known.
 *
 * A user has IMPUs, each with its state under this IMPI, and contacts, each
 * with its device. SIP and Cx write the same record. An IMPU that several
 * IMPIs share belongs to several users, so it stays registered until the last
 * of them leaves (TS 29.228 cl. 6.1.2). A user is a head that stays where it
 * is, and a body that holds contacts and identities one behind the other: with
 * its share of the index about 250 octets.
 *
 * Floor    2, inside mirror/.
 * Threads  A user belongs to its mirror's thread.
 * Memory   From the slab of its mirror. A binding or ident that is handed out
 *          lies in the body: it is valid until the user is added to or taken
 *          from. What is freed is overwritten.
 * Spec     TS 29.228 cl. 6.1; TS 23.228 cl. 4.3.3.4, 5.2.1a; RFC 3261 cl. 10;
 *          RFC 5626 cl. 6; RFC 5627
 */
#ifndef LI_MIRROR_USER_H
#define LI_MIRROR_USER_H

#include "mirror/ident.h"
#include "mirror/finder.h"
#include "mirror/slab.h"
#include "model/change.h"

struct li_mirror;

enum {
	LI_USER_IMPUS_MAX = 64, /* an implicit set is small; more is refused */
	LI_USER_CONTACTS_MAX = 16, /* so many devices at once */
	LI_USER_SHARED_MAX = 16,   /* users that are looked at for one key */
	LI_USER_GRACE_S = 64,      /* a user that left is known so long */
	LI_USER_SLOTS = 1024,      /* seconds of a lap of their clock */
};

enum li_binding_flag {
	LI_BINDING_IMEI = 1 << 0, /* it has the rest of an IMEI's key, digits */
	LI_BINDING_GRUU = 1 << 1, /* it has the marks of its GRUUs */
	LI_BINDING_SOS = 1 << 2,  /* an emergency registration */
};

/* Seconds in 16 bits, two at a time: told apart over 36 hours. */
static inline uint16_t li_binding_time(uint32_t now_s)
{
	return (uint16_t)(now_s / 2);
}

/* A contact, as it lies in the body. */
struct li_binding {
	uint64_t uri;      /* li_look_contact() of where it is */
	uint64_t instance; /* mark of it, or high half of the IMEI's key */
	uint32_t due_s;
	uint32_t reg_id : 8, flags : 8; /* of few flows: the low bits tell */
	uint32_t seen : 16;             /* li_binding_time() of its last 2xx */
	uint64_t more[]; /* IMEI: low half, digits; GRUUs: public, temporary */
};

struct li_user {
	uint32_t self;       /* its own name */
	uint32_t next, prev; /* in its slot of the clock; prev 0 is the first */
	uint32_t body;
	uint32_t end_s; /* end of its time, whatever contacts say */
	/* numbers of the network that it is registered from, and of the last
	 * attempt's; 0 not known: cx_visited.h */
	uint16_t visited, attempt;
	uint32_t server;  /* mark of the S-CSCF's name, 0 not said */
	uint32_t serving; /* and of its Diameter host */
	uint32_t used : 15, binding_count : 5, impu_count : 7, named : 1,
		timed : 1, auth_pending : 1;
	uint32_t stale : 1;       /* a RTR was not answered */
	uint32_t reassigning : 1; /* another S-CSCF may be next */
	uint32_t slot : 10, sets : 8;
	uint32_t auth_at : 10; /* li_user_auth_time() of its last MAA */
	uint32_t again : 1;    /* its last SAR was a RE_REGISTRATION */
	/* The last contact ran out, or left, while Cx had it registered; the UE
	 * asked to leave. */
	uint32_t sip_gone : 1, sip_leaving : 1;
};

/* Four seconds in 10 bits: told apart over an hour. */
static inline uint16_t li_user_auth_time(uint32_t now_s)
{
	return now_s / 4 & 0x3ff;
}

/* All users of a mirror; a zeroed one has none. */
struct li_users {
	struct li_slab slab;
	struct li_finder index;
	struct li_intern hosts;
	uint32_t slots[LI_USER_SLOTS];
	uint32_t at_s; /* every slot before this second is done */
	size_t count;
};

/* A contact to be added or refreshed; what is 0 or NULL was not said and stays
 * as it was. */
struct li_bind {
	uint64_t uri, instance, pub_gruu, temp_gruu;
	const struct li_identity *imei;
	struct li_key imei_key; /* when there is one */
	uint32_t reg_id, due_s;
	bool sos;
};

/* Users that an identity leads to. */
struct li_user_list {
	struct li_user *at[LI_USER_SHARED_MAX];
	size_t count;
};

/* Overwrite and release all. */
void li_users_fini(struct li_users *users);

/* Octets of memory of all users, index and all. */
size_t li_users_bytes(const struct li_users *users);

/* Add the users found under a key; each is in the list once. */
void li_user_find(const struct li_mirror *m, struct li_key key,
	struct li_user_list *list);

/* The user of an IMPI, by the key of the IMPI; or NULL. */
struct li_user *li_user_of_impi(const struct li_mirror *m, struct li_key impi);

/* Take a new user; NULL when there is no room even after an eviction. */
struct li_user *li_user_new(struct li_mirror *m);

/* Overwrite and release. */
void li_user_free(struct li_mirror *m, struct li_user *user);

/* Give a user an IMPI that it has none of yet; false when refused. */
bool li_user_name(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impi);

/* Walk bindings and IMPUs: the first when `at` is NULL; NULL ends. */
struct li_binding *li_user_bindings(const struct li_mirror *m,
	const struct li_user *user, const struct li_binding *at);
struct li_ident *li_user_impus(const struct li_mirror *m,
	const struct li_user *user, const struct li_ident *at);

/* The IMPI, or NULL. */
struct li_ident *li_user_impi(const struct li_mirror *m,
	const struct li_user *user);

/* The user's IMPU that is this key, or NULL. */
struct li_ident *li_user_impu(const struct li_mirror *m,
	const struct li_user *user, struct li_key own);

/* The IMPU, added when it was not there; NULL when refused. */
struct li_ident *li_user_add_impu(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impu);

/* The same, where its keys are known. */
struct li_ident *li_user_add_keyed(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impu, const struct li_ident_keys *keys);

/* Take an IMPU away. */
void li_user_drop_impu(struct li_mirror *m, struct li_user *user,
	struct li_ident *impu);

/* Add or refresh a binding: the one at this place, or the one of the same
 * instance and reg-id, which has moved. RFC 5626 cl. 6 */
void li_user_bind(struct li_mirror *m, struct li_user *user,
	const struct li_bind *bind);

/* Remove the binding at `uri`; true when that was one. */
bool li_user_unbind(struct li_mirror *m, struct li_user *user, uint64_t uri);

/* Remove all bindings but those of emergency registrations, which only time
 * ends. TS 24.229 cl. 5.4.8 */
void li_user_unbind_all(struct li_mirror *m, struct li_user *user);

/* The key and, unless NULL, the text of a binding's IMEI; false when it has
 * none. */
bool li_binding_imei(const struct li_binding *b, struct li_key *key,
	struct li_identity *text);

/* Is the contact at this mark, or is the mark that of one of its GRUUs? */
bool li_binding_at(const struct li_binding *b, uint64_t mark);

/* The same by the high half of the mark, which tells the host: the port of a
 * device may differ. TS 33.203 cl. 7.1 */
bool li_binding_near(const struct li_binding *b, uint32_t half);

/* What the user is as a whole: the most registered of its IMPUs' states. */
enum li_reg_state li_user_state(const struct li_mirror *m,
	const struct li_user *user);

/* Set the state of all IMPUs of an implicit set, or of every set with 0. */
void li_user_set_state(struct li_mirror *m, struct li_user *user, uint8_t set,
	enum li_reg_state state);

/* Has Cx registered an IMPU of the user, and not taken that back? */
bool li_user_in_cx(const struct li_mirror *m, const struct li_user *user);

/* The number of a set that the user has not got yet. */
uint8_t li_user_new_set(struct li_user *user);

/* Set the clock to the next thing that happens to the user. */
void li_user_arm(struct li_mirror *m, struct li_user *user);

/* Take it off the clock. */
void li_user_stop(struct li_mirror *m, struct li_user *user);

/* Drop what is past its time, a slot of the clock at a time, until *work,
 * counted down for each user looked at, is used up. */
void li_user_tick(struct li_mirror *m, size_t *work);

/* The visible state of all users, in whatever order they came: equal states
 * have equal digests. Times are left out. */
uint64_t li_user_digest(const struct li_mirror *m);

/* Make room: free a user whose time ends soon. */
void li_user_evict(struct li_mirror *m);

#endif
