#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin costs: CPU and memory of a whole tshark with it, without it, and with it disabled.

    bench.py [--runs N] PLUGINS NO_PLUGINS CAPTURE MESSAGES

PLUGINS and NO_PLUGINS are values of WIRESHARK_PLUGIN_DIR. The three take turns, so that whatever else the
machine does hits all alike; of each ratio the median is printed, one line a capture.
"""

import argparse
import os
import pathlib
import statistics
import sys

LINE = "{:<16}{:>9}{:>9}{:>9}{:>10}{:>12}{:>12}"


def tshark(plugins, capture, *options):
    """CPU seconds and peak memory in KiB of one run over a capture, output thrown away."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        if os.geteuid() == 0:  # for root, Wireshark ignores the folder
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        os.environ.update(WIRESHARK_PLUGIN_DIR=str(plugins), HOME=str(plugins), LC_ALL="C.UTF-8")
        os.execvp("tshark", ["tshark", "-n", "-r", str(capture), *options])
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"bench.py: tshark failed on {capture}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def measure(capture, messages, options):
    runs = []
    for _ in range(options.runs):
        stock = tshark(options.no_plugins, capture)
        plugin = tshark(options.plugins, capture)
        disabled = tshark(options.plugins, capture, "--disable-protocol", "siplens")
        runs.append((stock, plugin, disabled))
    median = statistics.median
    extra = median(plugin[0] - stock[0] for stock, plugin, _ in runs)
    memory = median(plugin[1] - stock[1] for stock, plugin, _ in runs)
    row = (capture.stem, messages, f"{median(stock[0] for stock, *_ in runs):.2f}",
           f"{median(plugin[0] / stock[0] for stock, plugin, _ in runs):.2f}",
           f"{median(disabled[0] / stock[0] for stock, _, disabled in runs):.2f}",
           f"{extra / messages * 1e6:.2f}", f"{memory * 1024 / messages:.0f}")
    print(LINE.format(*row), flush=True)


def main():
    arguments = argparse.ArgumentParser(description="Measures what the plugin costs tshark.")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("plugins", type=pathlib.Path)
    arguments.add_argument("no_plugins", type=pathlib.Path)
    arguments.add_argument("capture", type=pathlib.Path, nargs="?")
    arguments.add_argument("messages", type=int, nargs="?")
    options = arguments.parse_args()
    if options.capture:
        measure(options.capture, options.messages, options)
    else:
        print(LINE.format("shape", "messages", "stock s", "plugin", "disabled", "us/message", "B/message"))


if __name__ == "__main__":
    main()
