/* SPDX-License-Identifier: BSD-3-Clause
 *
 * user.h - the registration record: one user is one IMPI, or what a REGISTER
 * showed before an IMPI was known.
 *
 * A user has IMPUs, each with its state under this IMPI, and contacts, each
 * with the IMEI of its instance. SIP and Cx write the same record. An IMPU
 * that several IMPIs share belongs to several users, so it stays registered
 * until the last of them leaves (TS 29.228 cl. 6.1.2).
 *
 * Floor    2, inside mirror/.
 * Threads  A user belongs to its mirror's thread.
 * Memory   From the mirror's pool.
 * Spec     TS 29.228 cl. 6.1; TS 23.228 cl. 4.3.3.4, 5.2.1a; RFC 3261 cl. 10
 */
#ifndef LI_MIRROR_USER_H
#define LI_MIRROR_USER_H

#include "mirror/wheel.h"
#include "model/change.h"

struct li_mirror;

enum {
	LI_USER_IMPUS_MAX = 64, /* an implicit set is small; more is refused */
	LI_USER_CONTACTS_MAX = 16, /* so many devices at once */
	LI_USER_SHARED_MAX = 16,   /* users that are looked at for one key */
	LI_USER_GRACE_S = 64,      /* a user that left is known so long */
};

/* One identity of a user, found by its keys. */
struct li_ident {
	struct li_ident *next;                 /* of the same user and kind */
	struct li_ident *same[LI_ID_KEYS_MAX]; /* another's, under this key */
	struct li_user *user;
	struct li_key keys[LI_ID_KEYS_MAX];  /* the wanted ones */
	uint8_t key_count, kind, state, set; /* state: enum li_reg_state */
	uint16_t len;
	char text[];
};

struct li_binding { /* a contact */
	struct li_binding *next;
	struct li_ident *imei; /* NULL when its instance gives none */
	uint64_t uri;          /* hash of where it is */
	uint32_t due_s;
};

struct li_user {
	struct li_timer timer; /* first: the wheel gives it back */
	struct li_ident *impi, *impus;
	struct li_binding *bindings;
	uint64_t visited; /* hash of the visited network, 0 not said */
	uint32_t due_s;   /* end of its time, whatever contacts say */
	uint8_t impu_count, binding_count, sets;
	bool auth_pending;
};

/* Users that an identity leads to. */
struct li_user_list {
	struct li_user *at[LI_USER_SHARED_MAX];
	size_t count;
};

/* Add the users found under a key; each is in the list once. */
void li_user_find(const struct li_mirror *m, struct li_key key,
	struct li_user_list *list);

/* The user of an IMPI, or NULL. */
struct li_user *li_user_of_impi(const struct li_mirror *m,
	const struct li_identity *impi);

/* Take a new user; NULL when there is no room even after an eviction. */
struct li_user *li_user_new(struct li_mirror *m);

/* Overwrite and release. */
void li_user_free(struct li_mirror *m, struct li_user *user);

/* Give a user an IMPI that it has none of yet; false when refused. */
bool li_user_name(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impi);

/* The user's IMPU of this text, or NULL. */
struct li_ident *li_user_impu(const struct li_user *user,
	const struct li_identity *impu);

/* The same, added when it was not there; NULL when refused. */
struct li_ident *li_user_add_impu(struct li_mirror *m, struct li_user *user,
	const struct li_identity *impu);

/* Add or refresh the binding at `uri` until due_s. imei may be NULL. */
void li_user_bind(struct li_mirror *m, struct li_user *user, uint64_t uri,
	const struct li_identity *imei, uint32_t due_s);

/* Remove the binding at `uri`; true when that was one. */
bool li_user_unbind(struct li_mirror *m, struct li_user *user, uint64_t uri);

/* Remove all bindings. */
void li_user_unbind_all(struct li_mirror *m, struct li_user *user);

/* What the user is as a whole: the most registered of its IMPUs' states. */
enum li_reg_state li_user_state(const struct li_user *user);

/* Set the state of all IMPUs of an implicit set, or of every set with 0. */
void li_user_set_state(struct li_user *user, uint8_t set,
	enum li_reg_state state);

/* Set the timer to the next thing that happens to the user. */
void li_user_arm(struct li_mirror *m, struct li_user *user);

/* Do what the timer was for: drop contacts past their time, and the user when
 * its own time is over. */
void li_user_ring(struct li_mirror *m, struct li_user *user);

#endif
