/* Reads the secrets of EOS.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "eos-secret.h"

#include "keys/import/disguise/disguise.h"
#include "keys/import/removed.h"
#include "keys/import/model/key-words.h"

#include <string.h>

bool eos_is_type(struct word word)
{
    return word_is(word, "0") || word_is(word, "7") || word_is(word, "8a");
}

/* Returns true if WORD is encrypted with the key that all secrets of a switch share, as "$1c$"
 * marks it. */
static bool is_under_common_key(struct word word, struct word owner)
{
    return owner.length == 0 || word_begins(word, "$1c$");
}

void eos_set_secret(struct key *key, struct word type, struct word word, struct word owner)
{
    key->withheld = removed_reason(word.at, word.length);
    if (key->withheld)
        return;
    if (word_is(type, "8a"))
        key->withheld = "type 8a secrets need the switch's own key";
    else if (!word_is(type, "7"))
        key->secret = secret_new(word.at, word.length);
    else if (is_under_common_key(word, owner))
        key->withheld = "type 7 secrets under the common key cannot be undone";
    else if ((key->secret = disguise_arista7(word, owner)))
        key->disguise = secret_from_word(word);
    else
        key->withheld = "it is not the type 7 password of this neighbor or peer group";
}
