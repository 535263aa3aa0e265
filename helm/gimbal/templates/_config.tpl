{{/* The variables of a workload that are no secrets. Takes (dict "root" $ "component" NAME "settings" SETTINGS). */}}
{{- define "gimbal.config" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
GIMBAL_HOST: 0.0.0.0
GIMBAL_PORT_{{ include "gimbal.variable" .component }}: {{ .settings.port | quote }}
GIMBAL_ISSUER: {{ $values.identity.issuer | quote }}
{{- if $values.identity.jwks.url }}
GIMBAL_JWKS_URL: {{ $values.identity.jwks.url | quote }}
{{- else }}
GIMBAL_JWKS_FILE: /var/lib/gimbal/identity/jwks.json
{{- end }}
GIMBAL_OTEL: {{ ternary "1" "0" (or $values.metrics.enabled (not (empty $values.tracing.endpoint))) | quote }}
GIMBAL_METRICS_HOST: {{ ternary "0.0.0.0" "127.0.0.1" $values.metrics.enabled }}
GIMBAL_METRICS_PORT: {{ $values.metrics.port | quote }}
{{- with $values.tracing.endpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ . | quote }}
{{- end }}
{{- if eq .component "console" }}
{{- range $name, $service := $values.services }}
{{- if ne $name "console" }}
GIMBAL_ADDRESS_{{ include "gimbal.variable" $name }}: {{ printf "%s-%s:%v" (include "gimbal.fullname" $root) $name $service.port | quote }}
{{- end }}
{{- end }}
{{- else }}
GIMBAL_LOG: kafka
GIMBAL_KAFKA_BROKERS: {{ join "," $values.kafka.brokers | quote }}
{{- with $values.kafka.topicPrefix }}
GIMBAL_KAFKA_TOPIC_PREFIX: {{ . | quote }}
{{- end }}
GIMBAL_KAFKA_REPLICATION: {{ $values.kafka.replicationFactor | quote }}
{{- if $values.kafka.tls.enabled }}
GIMBAL_KAFKA_TLS: '1'
{{- if $values.kafka.tls.existingSecret }}
GIMBAL_KAFKA_TLS_CA_FILE: /etc/gimbal/kafka/ca.crt
{{- end }}
{{- if $values.kafka.tls.clientCertificate }}
GIMBAL_KAFKA_TLS_CERTIFICATE_FILE: /etc/gimbal/kafka/tls.crt
GIMBAL_KAFKA_TLS_KEY_FILE: /etc/gimbal/kafka/tls.key
{{- end }}
{{- end }}
{{- if ne $values.kafka.sasl.mechanism "none" }}
GIMBAL_KAFKA_SASL_MECHANISM: {{ $values.kafka.sasl.mechanism }}
{{- end }}
GIMBAL_PARTITIONS: {{ $values.partitions | quote }}
GIMBAL_KEYS_DIR: /var/lib/gimbal/keys
{{- if $values.heads.existingClaim }}
GIMBAL_HEADS_DIR: /var/lib/gimbal/heads
{{- end }}
{{- if eq .component "ingestion" }}
GIMBAL_RECORDING: {{ $values.recording | quote }}
{{- end }}
{{- if and $values.live.existingConfigMap (has .component (list "ingestion" "pricing")) }}
GIMBAL_LIVE: /etc/gimbal/live/live.json
{{- end }}
{{- if and $values.live.executionKey (eq .component "execution") }}
GIMBAL_EXECUTION_FILE: /etc/gimbal/live/execution.json
{{- end }}
{{- end }}
{{- end -}}
