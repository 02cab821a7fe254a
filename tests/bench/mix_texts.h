/* SPDX-License-Identifier: BSD-3-Clause
 *
 * mix_texts.h - the messages of mix.h. @A@, @B@ and the like stand for digits.
 */
#ifndef LI_BENCH_MIX_TEXTS_H
#define LI_BENCH_MIX_TEXTS_H

extern const char mix_register[];
extern const char mix_401[];
extern const char mix_invite[];
extern const char mix_180[];
extern const char mix_200[];
extern const char mix_ack[];
extern const char mix_bye[];
extern const char mix_message[];

#endif
