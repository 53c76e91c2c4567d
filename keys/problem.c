/* The domain of the errors about keys.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "problem.h"

G_DEFINE_QUARK(tcpauth - key - error, key_error)
