# SPDX-License-Identifier: GPL-2.0-or-later
# The version, and when it was released, in seconds since the epoch: the one place for both.
set(SIPLENS_VERSION 0.1.0)
set(SIPLENS_RELEASED 1795478400)
