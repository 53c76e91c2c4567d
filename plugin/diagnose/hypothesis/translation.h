/* Guesses at an address and its port, which were rewritten together, as by a NAT that many hosts
 * share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TCPAUTH_DIAGNOSE_HYPOTHESIS_TRANSLATION_H
#define TCPAUTH_DIAGNOSE_HYPOTHESIS_TRANSLATION_H

#include "hypothesis.h"

#define PORTS (UINT16_MAX + 1u)

/* Changes PROPOSAL, EVIDENCE's segment itself, into the guess at INDEX: the port INDEX modulo
 * PORTS, with one of the addresses that keys have for the peer of the other end. PORT is
 * ORIGINAL_SOURCE_PORT or ORIGINAL_DESTINATION_PORT, and the address is that beside it. Returns
 * false if there is no such guess; and if there are many such addresses, which would take too long.
 */
bool translation_propose(const struct evidence *evidence, unsigned index, enum original port,
                         struct proposal *proposal);

#endif
