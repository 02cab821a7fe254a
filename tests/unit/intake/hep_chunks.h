/* SPDX-License-Identifier: BSD-3-Clause
 *
 * hep_chunks.h - chunks as a Kamailio 5.6.3 S-CSCF writes them by siptrace, all
 * that stand in front of the payload.
 */
#ifndef LI_TEST_HEP_CHUNKS_H
#define LI_TEST_HEP_CHUNKS_H

#define HEP_CHUNKS                                                             \
	"\0\0\0\x01\0\x07\x02"                                                 \
	"\0\0\0\x02\0\x07\x11"                                                 \
	"\0\0\0\x03\0\x0a\x0a\x4d\x00\x0b"                                     \
	"\0\0\0\x04\0\x0a\x0a\x4d\x00\x0c"                                     \
	"\0\0\0\x07\0\x08\x0f\xdc"                                             \
	"\0\0\0\x08\0\x08\x17\xac"                                             \
	"\0\0\0\x09\0\x0a\x69\x55\xb9\x00"                                     \
	"\0\0\0\x0a\0\x0a\x00\x00\x00\x2a"                                     \
	"\0\0\0\x0b\0\x07\x01"                                                 \
	"\0\0\0\x0c\0\x0a\x00\x00\x00\x07"

#endif
