#!/usr/bin/env bash
# The main job on the sample county: ingest eight returns into out/. Sets itself up.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/environment.sh

environment
rm -rf out
mkdir out
cp samples/nianbao.toml samples/名册.csv out/
status=0
.venv/bin/nianbao -C out ingest samples/收到的附件 || status=$?
# 1: some returns go back to their bodies, which is what the samples are made to show.
[ "$status" = 1 ] || exit "$status"
echo
echo "成文在 out/成文/："
ls -1 out/成文
