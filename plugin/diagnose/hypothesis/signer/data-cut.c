/* The signer hashed only the first bytes of the data: the scatter-gather bug.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "plugin/diagnose/hypothesis/hypothesis.h"

#define MAX_LENGTH 1500 /* up to 1499 bytes are tried: less than an Ethernet frame */

static bool data_cut_propose(const struct evidence *evidence, unsigned index,
                             struct proposal *proposal)
{
    (void)evidence;
    if (index >= MIN(proposal->message.data.length, MAX_LENGTH))
        return false;
    proposal->message.data.length = index;
    return true;
}

const struct hypothesis hypothesis_data_cut = {
    .cause = CAUSE_DATA_CUT,
    .propose = data_cut_propose,
    .guess_count = MAX_LENGTH,
};
