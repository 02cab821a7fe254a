/* SPDX-License-Identifier: BSD-3-Clause
 *
 * door.h - which role may ask what.
 *
 * Each role has a socket of lmisfd's, and lmisf-ctl asks itself in a role when
 * no lmisfd runs: the same table is asked both times. What is not in it is for
 * administrators only.
 *
 * Floor    3.
 * Threads  Pure functions.
 * Memory   Static texts.
 * Spec     TS 33.127 cl. 8.2 (who may reach LI functions), cl. 8.7; TS 101 331
 *          cl. 4.9 (nobody learns more than he must)
 */
#ifndef LI_IPC_DOOR_H
#define LI_IPC_DOOR_H

#include "ipc/admin.h"

/* May who came in here ask this? */
bool li_door_allows(enum li_door door, enum li_admin_op op);

/* May it send FOLLOW or LISTEN, to be told of what was committed? */
bool li_door_hears(enum li_door door, uint16_t type);

/* Are those who come in persons, whom the audit names by their user? */
bool li_door_of_persons(enum li_door door);

/* "auditor"; "task.list", the action that the audit row of a request has. */
const char *li_door_name(enum li_door door);
const char *li_admin_op_name(enum li_admin_op op);

#endif
