/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever the octets: as one frame of each link type, a datagram lies inside
 * it; as a capture file, it is read to an end.
 */
#include "fuzz.h"
#include "intake/capture.h"

static void as_frame(struct li_slice frame)
{
	static const enum li_link links[] = {LI_LINK_ETHERNET, LI_LINK_IP,
		LI_LINK_SLL, LI_LINK_SLL2};

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct li_datagram d = {0};

		if (li_packet_decode(links[i], frame, &d))
			continue;
		FUZZ_CHECK(d.ip_proto == 17);
		FUZZ_CHECK(d.payload.n == 0 ||
			(d.payload.p > frame.p &&
				d.payload.p + d.payload.n <=
					frame.p + frame.n));
	}
}

static void as_file(const uint8_t *data, size_t size)
{
	struct li_capture *capture = NULL;
	struct li_datagram d;
	struct li_fault fault;
	FILE *file;
	li_err err;

	file = fmemopen(NULL, size, "w+b");
	if (!file)
		return;
	if (fwrite(data, 1, size, file) != size || fflush(file)) {
		fclose(file);
		return;
	}
	rewind(file);
	if (li_capture_adopt(file, "fuzz", &capture, &fault))
		return;
	do
		err = li_capture_next(capture, &d, &fault);
	while (err == LI_OK);
	FUZZ_CHECK(err == LI_ECLOSED || err == LI_EMALFORMED);
	FUZZ_CHECK(err == LI_ECLOSED || fault.text[0]);
	li_capture_close(capture);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	as_frame(li_slice(data, size));
	if (size)
		as_file(data, size);
	return 0;
}
