# What the chart is checked with. The schemas are those of the two ends of the range that Chart.yaml names.
HELM_VERSION=v4.3.1
KUBECONFORM_VERSION=v0.8.0
KUBERNETES_VALIDATE_VERSION=1.37.0
KUBERNETES_VERSIONS='1.33.0 1.37.0'
