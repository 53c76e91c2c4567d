/* The TCP checksum is wrong as well: the segment was changed after it was computed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "checksum.h"

const struct proof *corrupt(const struct checksums *checksums, enum checksum checksum)
{
    static const struct proof proof = {.cause = CAUSE_CORRUPT};
    return checksum == CHECKSUM_WRONG && checksums->right > checksums->others ? &proof : NULL;
}
