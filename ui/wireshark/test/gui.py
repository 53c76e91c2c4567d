#!/usr/bin/env python3
"""Uses the plugin in Wireshark's windows as a user does, and checks what the screen shows.

    gui.py PICTURES [FILE]          run the tests, or those of FILE.py; write pictures of the screen to PICTURES
    gui.py --pictures FOLDER        make the pictures of the README
"""
# SPDX-License-Identifier: GPL-2.0-or-later

import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import keyrings
import menus
import profiles
import searches
from desktop import PROGRAMS, Desktop
from pictures import make_pictures
from wireshark import PLUGINS

SKIPPED = 77

TESTS: list[Callable[[Desktop], None]] = [
    profiles.rules_colour_each_verdict,
    profiles.profile_has_columns_colours_and_buttons,
    profiles.colours_and_buttons_can_be_copied_from_the_profile,
    profiles.bad_segment_is_found_by_the_words_of_a_log,
    keyrings.key_typed_into_the_table_is_used_at_once,
    keyrings.keyring_chosen_in_the_preferences_is_used_at_once,
    keyrings.wrong_line_of_a_keyring_is_named_and_costs_no_other,
    keyrings.sealed_keyring_is_asked_for_once_and_unlocked_from_the_menu,
    menus.menu_shows_what_is_bad_missing_or_unverified,
    menus.verdict_is_in_the_statistics_menu,
    menus.verdict_distinguishes_no_capture_from_one_without_packets,
    menus.verdict_on_unsigned_segments_tells_what_to_compare,
    menus.verdict_is_never_on_a_part_of_the_packets,
    menus.why_window_has_the_proof_field_by_field,
    menus.unsigned_packet_has_nothing_to_explain,
    menus.packet_of_a_live_capture_is_explained,
    keyrings.key_added_for_the_selected_connection_is_used_at_once,
    keyrings.key_added_after_the_capture_was_closed_is_kept,
    keyrings.key_that_verifies_nothing_is_saved_only_if_the_user_insists,
    keyrings.settings_of_a_tcp_ao_key_are_found_before_it_is_saved,
    keyrings.changed_keyring_is_reloaded_from_the_menu,
    menus.report_is_saved_whole_and_replaces_nothing,
    menus.packet_has_a_menu_of_its_own_since_4_2,
    menus.table_of_peers_is_sorted_and_filtered,
    menus.table_of_keys_tells_who_asked_and_who_followed,
    menus.table_of_the_path_lists_what_each_hop_changed,
    menus.graph_draws_what_is_bad,
    searches.rewritten_sequence_number_is_searched_for_from_the_menu,
    searches.search_for_a_sequence_number_is_cancelled,
    searches.isns_of_an_older_session_are_found_from_the_menu,
    searches.isns_typed_into_the_dialog_are_used_at_once,
]


def passes(test: Callable[[Desktop], None], pictures: Path) -> bool:
    try:
        with Desktop(pictures) as desktop:
            test(desktop)
        return True
    except Exception:  # after any failure, the other tests may show more
        print(f"{test.__name__}:\n{traceback.format_exc()}")
        return False


def run_tests(pictures: Path, tests: list[Callable[[Desktop], None]]) -> int:
    """A test that fails is repeated once, and the last line says so: on a busy machine a window may miss a key or a
    click.
    """
    shutil.rmtree(pictures, ignore_errors=True)
    missed = [test for test in tests if not passes(test, pictures / test.__name__)]
    failed = [test for test in missed if not passes(test, pictures / f"{test.__name__}-again")]
    again = f", {len(missed) - len(failed)} only when tried again" if len(missed) > len(failed) else ""
    print(f"{len(tests) - len(failed)} passed, {len(failed)} failed{again}")
    return int(bool(failed) or not tests)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that __exit__() stops the programs
    if missing := [program for program in ["wireshark", *PROGRAMS] if not shutil.which(program)]:
        print(f"not installed: {' '.join(missing)}; packaging/requirements test installs it")
        return SKIPPED
    if not list(PLUGINS.glob("*/epan/tcpauth.so")):
        print(f"no plugin is in {PLUGINS}; TCPAUTH_PLUGINS names the folder")
        return 1
    match sys.argv[1:]:
        case ["--pictures", folder]:
            make_pictures(Path(folder))
            return 0
        case [pictures]:
            return run_tests(Path(pictures), TESTS)
        case [pictures, file]:
            return run_tests(Path(pictures), [test for test in TESTS if test.__module__ == file])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
