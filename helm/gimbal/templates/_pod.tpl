{{/* Both halves of Pod Security "restricted", and a root file system that nobody writes to. */}}
{{- define "gimbal.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "gimbal.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* Variables whose values are secrets, or differ from pod to pod. Takes (dict "root" $ "component" NAME "settings" SETTINGS). */}}
{{- define "gimbal.env" -}}
{{- $values := .root.Values -}}
- name: GIMBAL_TARGET
  value: {{ .component }}
- name: OTEL_SERVICE_NAME
  value: gimbal-{{ .component }}
- name: GIMBAL_INSTANCE
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: GIMBAL_ADVERTISE_HOST
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
{{- if ne .component "console" }}
- name: GIMBAL_POSTGRES_URL
  valueFrom:
    secretKeyRef:
      name: {{ $values.postgresql.existingSecret }}
      key: {{ $values.postgresql.urlKey }}
{{- if ne $values.kafka.sasl.mechanism "none" }}
- name: GIMBAL_KAFKA_SASL_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $values.kafka.sasl.existingSecret }}
      key: {{ $values.kafka.sasl.usernameKey }}
- name: GIMBAL_KAFKA_SASL_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $values.kafka.sasl.existingSecret }}
      key: {{ $values.kafka.sasl.passwordKey }}
{{- end }}
{{- end }}
{{- with .settings.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "gimbal.volumeMounts" -}}
{{- $values := .root.Values -}}
- name: tmp
  mountPath: /tmp
{{- if $values.identity.jwks.existingConfigMap }}
- name: identity
  mountPath: /var/lib/gimbal/identity
  readOnly: true
{{- end }}
{{- if ne .component "console" }}
- name: seals
  mountPath: /var/lib/gimbal/keys
  readOnly: true
{{- if $values.heads.existingClaim }}
- name: heads
  mountPath: /var/lib/gimbal/heads
{{- end }}
{{- if $values.kafka.tls.existingSecret }}
- name: kafka-tls
  mountPath: /etc/gimbal/kafka
  readOnly: true
{{- end }}
{{- if $values.postgresql.caSecret }}
- name: postgresql-ca
  mountPath: /etc/gimbal/postgresql
  readOnly: true
{{- end }}
{{- end }}
{{- if and $values.live.existingConfigMap (eq .component "ingestion") }}
- name: live
  mountPath: /etc/gimbal/live
  readOnly: true
- name: journal
  mountPath: /var/lib/gimbal/journal
{{- end }}
{{- if and $values.live.executionKey (eq .component "execution") }}
- name: live
  mountPath: /etc/gimbal/live
  readOnly: true
{{- end }}
{{- with .settings.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "gimbal.volumes" -}}
{{- $values := .root.Values -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- if $values.identity.jwks.existingConfigMap }}
- name: identity
  configMap:
    name: {{ $values.identity.jwks.existingConfigMap }}
    items:
      - key: {{ $values.identity.jwks.key }}
        path: jwks.json
{{- end }}
{{- if ne .component "console" }}
- name: seals
  secret:
    secretName: {{ $values.seals.existingSecret }}
    # Readable by the group that fsGroup sets, and by nobody else.
    defaultMode: 0440
    items:
      - key: {{ $values.seals.key }}
        path: seal.key.pem
{{- if $values.heads.existingClaim }}
- name: heads
  persistentVolumeClaim:
    claimName: {{ $values.heads.existingClaim }}
{{- end }}
{{- with $values.kafka.tls }}
{{- if .existingSecret }}
- name: kafka-tls
  secret:
    secretName: {{ .existingSecret }}
    defaultMode: 0440
    items:
      - key: {{ .caKey }}
        path: ca.crt
      {{- if .clientCertificate }}
      - key: {{ .certificateKey }}
        path: tls.crt
      - key: {{ .privateKeyKey }}
        path: tls.key
      {{- end }}
{{- end }}
{{- end }}
{{- if $values.postgresql.caSecret }}
- name: postgresql-ca
  secret:
    secretName: {{ $values.postgresql.caSecret }}
    defaultMode: 0440
    items:
      - key: {{ $values.postgresql.caKey }}
        path: ca.crt
{{- end }}
{{- end }}
{{- if and $values.live.existingConfigMap (eq .component "ingestion") }}
- name: live
  configMap:
    name: {{ $values.live.existingConfigMap }}
    items:
      - key: {{ $values.live.key }}
        path: live.json
- name: journal
  persistentVolumeClaim:
    claimName: {{ $values.live.journalClaim }}
{{- end }}
{{- if and $values.live.executionKey (eq .component "execution") }}
- name: live
  configMap:
    name: {{ $values.live.existingConfigMap }}
    items:
      - key: {{ $values.live.executionKey }}
        path: execution.json
{{- end }}
{{- with .settings.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
Liveness and startup ask for the health service's own name "liveness", which says only that the process answers: an outage of
Kafka or PostgreSQL must not restart anything, and catching up with a long log must not count as a failed start. Readiness asks
for the whole server. The console speaks HTTP, and its page is part of the process.
*/}}
{{- define "gimbal.probe" -}}
{{- if eq .component "console" -}}
httpGet:
  path: /
  port: http
{{- else -}}
grpc:
  port: {{ .settings.port }}
  {{- with .service }}
  service: {{ . }}
  {{- end }}
{{- end }}
{{ toYaml .timing }}
{{- end -}}
