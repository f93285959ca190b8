#!/bin/sh
# Starts one service, or a command of the operators: `ingest`, `web`, …, or `paperboy topics create`.
set -eu
name="${1:-}"
case "$name" in
  ingest | catalog | ranking | mailer | web)
    # exec: the service itself must get SIGTERM.
    exec node --enable-source-maps "dist/services/$name/src/main.js"
    ;;
  paperboy)
    shift
    exec node --enable-source-maps dist/deploy/cli/paperboy.js "$@"
    ;;
  *)
    echo "\"$name\" is no service: expected ingest, catalog, ranking, mailer, web, or paperboy with a command." >&2
    exit 64
    ;;
esac
