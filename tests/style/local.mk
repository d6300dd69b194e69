# SPDX-License-Identifier: EUPL-1.2
dist_check_SCRIPTS += tests/style/layers.sh tests/style/source.sh tests/style/symbols.sh tests/style/sentences.py tests/style/texts.py
TESTS += tests/style/layers.sh tests/style/source.sh tests/style/symbols.sh tests/style/sentences.py tests/style/texts.py
