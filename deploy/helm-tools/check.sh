#!/usr/bin/env bash
# Lints the chart, renders it for each of ci/*-values.yaml, holds what comes out against the Kubernetes schemas, and sees that
# what is wrong is refused. Without Go, and with no tools in the cache, it says what it left out; under CI that is a failure.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/versions.sh"
chart=$here/../../helm/gimbal
tools=${GIMBAL_HELM_TOOLS_DIR:-$here/../../.cache/helm-tools}
helm=$tools/helm-$HELM_VERSION
kubeconform=$tools/kubeconform-$KUBECONFORM_VERSION
schemas=$tools/schemas-$KUBERNETES_VALIDATE_VERSION

if ! { [ -x "$helm" ] && [ -x "$kubeconform" ] && [ -d "$schemas" ]; }; then
  if ! command -v go >/dev/null || ! command -v python3 >/dev/null; then
    echo "Skipped: linting, rendering and validating helm/gimbal, since helm and kubeconform are built with Go (and the schemas come by pip), and one of them is not here."
    [ -z "${CI:-}" ] && exit 0
    echo 'Under CI that is a failure.'
    exit 1
  fi
  "$here/install.sh"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HELM_CACHE_HOME=$work/cache HELM_CONFIG_HOME=$work/config HELM_DATA_HOME=$work/data
passed=0
failed=0

check() { # what, command...
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
    echo "  ok      $what"
  else
    failed=$((failed + 1))
    echo "  FAILED  $what"
    sed 's/^/          /' "$work/said"
  fi
}

render() { # values file, more arguments...
  "$helm" template gimbal "$chart" --namespace desk --values "$@"
}

# The operator's own kinds have no schema here; NormalizedKubernetesVersion is for example v1.37.0.
valid() {
  "$kubeconform" -strict -summary -kubernetes-version "$1" -skip ServiceMonitor,PrometheusRule \
    -schema-location "$schemas/{{.NormalizedKubernetesVersion}}{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json" "$2"
}

refused() { # what must be in the answer, arguments of helm template...
  local said=$1
  shift
  if "$helm" template gimbal "$chart" "$@" >"$work/refused" 2>&1; then
    echo 'Expected a refusal, it was rendered.'
    return 1
  fi
  grep -qF -- "$said" "$work/refused" || { echo "Expected \"$said\" in:"; cat "$work/refused"; return 1; }
}

not_valid() { # Kubernetes version, manifest
  if valid "$1" "$2"; then
    echo 'Expected a schema failure, it passed.'
    return 1
  fi
}

minimal=$chart/ci/minimal-values.yaml
for values in "$chart"/ci/*-values.yaml; do
  name=$(basename "$values" -values.yaml)
  check "lint $name" "$helm" lint --strict "$chart" --values "$values"
  check "render $name" render "$values"
  render "$values" >"$work/$name.yaml" 2>/dev/null || continue
  for version in $KUBERNETES_VERSIONS; do
    check "validate $name against Kubernetes $version" valid "$version" "$work/$name.yaml"
  done
  check "rendering $name again gives the same" bash -c \
    '"$1" template gimbal "$2" --namespace desk --values "$3" | cmp - "$4"' _ "$helm" "$chart" "$values" "$work/$name.yaml"
done

# The validator itself is examined: a key that Kubernetes doesn't know must not pass.
sed 's/^  replicas:/  replicass:/' "$work/minimal.yaml" >"$work/misspelt.yaml"
for version in $KUBERNETES_VERSIONS; do
  check "Kubernetes $version refuses a misspelt key" not_valid "$version" "$work/misspelt.yaml"
done

check 'refuses to render without what is required' refused 'postgresql.existingSecret' 
check 'refuses an unknown value' refused 'replicaz' --values "$minimal" --set services.risk.replicaz=2
check 'refuses an unknown value at the top' refused 'kafkas' --values "$minimal" --set kafkas.brokers=x
check 'refuses an unknown service' refused 'hedging' --values "$minimal" --set services.hedging.port=1
check 'refuses a port above 65535' refused '/services/risk/port' --values "$minimal" --set services.risk.port=70000
check 'refuses a broker without port' refused '/kafka/brokers/0' --values "$minimal" --set 'kafka.brokers={kafka}'
check 'refuses a digest that is none' refused '/image/digest' --values "$minimal" --set image.digest=latest
check 'refuses SASL without its secret' refused '/kafka/sasl' --values "$minimal" --set kafka.sasl.mechanism=scram-sha-512
check 'refuses PLAIN without TLS' refused 'expected TLS with plain' --values "$minimal" \
  --set kafka.sasl.mechanism=plain --set kafka.sasl.existingSecret=x
check 'refuses two sources of keys' refused 'was both' --values "$minimal" --set identity.jwks.existingConfigMap=x
check 'refuses a third execution' refused 'one writer and one standby' --values "$minimal" --set services.execution.replicas=3
check 'refuses monitors without metrics' refused 'expected metrics.enabled' --values "$minimal" \
  --set metrics.enabled=false --set metrics.serviceMonitor.enabled=true
check 'refuses an end before the stop' refused 'terminationGracePeriodSeconds' --values "$minimal" \
  --set defaults.terminationGracePeriodSeconds=20
check 'refuses an ingress without host' refused '/ingress' --values "$minimal" --set ingress.enabled=true

echo "helm: $passed checks passed, $failed failed"
[ "$failed" -eq 0 ]
