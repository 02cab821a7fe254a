/* SPDX-License-Identifier: BSD-3-Clause
 *
 * answers.h - what the test HSS answers to a CSCF.
 *
 * Threads  Called from freeDiameter's dispatch threads.
 * Memory   freeDiameter owns the messages.
 * Spec     TS 29.228 cl. 6.1 to 6.3; TS 29.229 cl. 6.2 for the result codes.
 */
#ifndef TEST_HSS_ANSWERS_H
#define TEST_HSS_ANSWERS_H

/* Take UAR, MAR, SAR and LIR from now on. 0 or an errno. */
int answers_start(void);

#endif
