/* SPDX-License-Identifier: BSD-3-Clause
 *
 * odd_table.h - every command of Cx with every AVP that it may carry: all of
 * them at once, and each alone.
 *
 * Threads  No state.
 * Memory   None kept.
 * Spec     TS 29.229 cl. 6.1 (commands), 6.3 (AVPs)
 */
#ifndef CXLOAD_ODD_TABLE_H
#define CXLOAD_ODD_TABLE_H

#include "dia.h"

enum { ODD_NAME = 32 };

/* How many messages the table gives. */
int odd_table_count(void);

/* Command and name of number i of them. */
uint32_t odd_table_command(int i);
void odd_table_name(int i, char name[ODD_NAME]);

/* Append the AVPs of number i, as its request or its answer has them. */
void odd_table_put(int i, bool request, struct dia_buf *b);

#endif
