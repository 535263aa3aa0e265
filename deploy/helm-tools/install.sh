#!/usr/bin/env bash
# Builds helm and kubeconform from their Go modules, and takes the Kubernetes schemas from a Python wheel, into
# .cache/helm-tools (or GIMBAL_HELM_TOOLS_DIR). What is there already is left alone, and each thing appears at once when it
# is complete, so that a build that was interrupted leaves nothing half made.
# The first build of helm takes about 1,500 CPU seconds; Go's own build cache makes a second one quick.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/versions.sh"
tools=${GIMBAL_HELM_TOOLS_DIR:-$here/../../.cache/helm-tools}
mkdir -p "$tools"
tools=$(cd "$tools" && pwd)

# Two installs at once would build everything twice: the second waits for the first.
exec 9>"$tools/.lock"
if command -v flock >/dev/null; then flock 9; fi
work=$(mktemp -d "$tools/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT

go_tool() { # name, module, version
  local target="$tools/$1-$3"
  [ -x "$target" ] && return
  echo "Building $1 $3 with $(go version | cut -d' ' -f3)."
  # One set of flags for all, since Go's build cache is keyed by them; without symbols the link is a third quicker.
  CGO_ENABLED=0 GOBIN="$work/bin" nice -n 10 go install -trimpath -ldflags='-s -w' "$2@$3"
  mv "$work/bin/$1" "$target"
}

schemas() {
  local target="$tools/schemas-$KUBERNETES_VALIDATE_VERSION"
  [ -d "$target" ] && return
  echo "Taking the Kubernetes schemas of $KUBERNETES_VERSIONS from kubernetes-validate $KUBERNETES_VALIDATE_VERSION."
  python3 -m pip download --quiet --no-deps --dest "$work" "kubernetes-validate==$KUBERNETES_VALIDATE_VERSION"
  python3 -m zipfile -e "$work"/kubernetes_validate-*.whl "$work/wheel"
  node "$here/localSchemas.mjs" "$work/wheel" "$work/schemas" $KUBERNETES_VERSIONS
  mv "$work/schemas" "$target"
}

go_tool kubeconform github.com/yannh/kubeconform/cmd/kubeconform "$KUBECONFORM_VERSION"
schemas
go_tool helm helm.sh/helm/v4/cmd/helm "$HELM_VERSION"
echo "The chart tools are in $tools."
