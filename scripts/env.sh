# Sourced by the scripts beside it: makes the project's own environment on first use and after a change of what it needs.
# Usage: ensure_environment [extra]     Sets $bin to the environment's folder of commands.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

ensure_environment() {
  local extra=${1:-} python=${PYTHON:-} stamp want
  bin="$root/.venv/bin"
  want=$(cat "$root/pyproject.toml" "$root/constraints.txt" | cksum)
  stamp="$root/.venv/.installed${extra:+-$extra}"
  if [ -x "$bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then
    return
  fi
  if [ -z "$python" ]; then
    for python in python3.11 python3.12 python3.13 python3 python; do
      command -v "$python" >/dev/null 2>&1 &&
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
      python=
    done
  fi
  [ -n "$python" ] || { echo "Python 3.11 or newer is needed (set PYTHON to name one)." >&2; exit 1; }
  echo "Setting up the environment in .venv (once) ..." >&2
  [ -x "$bin/python" ] || "$python" -m venv "$root/.venv"
  "$bin/python" -m pip install --quiet --disable-pip-version-check --constraint "$root/constraints.txt" \
    --editable "$root${extra:+[$extra]}" >&2
  printf '%s' "$want" >"$stamp"
}
