{{/* What is right by itself and wrong together, or missing. All of it at once, so that one run shows every fault. */}}
{{- define "gimbal.validate" -}}
{{- $v := .Values -}}
{{- $faults := list -}}
{{- if not $v.kafka.brokers -}}
{{- $faults = append $faults "kafka.brokers: expected host:port of at least one broker, was nothing." -}}
{{- end -}}
{{- if not $v.postgresql.existingSecret -}}
{{- $faults = append $faults "postgresql.existingSecret: expected the name of a secret with a URL, was nothing." -}}
{{- end -}}
{{- if not $v.seals.existingSecret -}}
{{- $faults = append $faults "seals.existingSecret: expected the name of a secret with the seal key, was nothing." -}}
{{- end -}}
{{- if not $v.identity.issuer -}}
{{- $faults = append $faults "identity.issuer: expected the issuer of the tokens, was nothing." -}}
{{- end -}}
{{- if eq (empty $v.identity.jwks.url) (empty $v.identity.jwks.existingConfigMap) -}}
{{- $faults = append $faults (printf "identity.jwks: expected either url or existingConfigMap, was %s." (ternary "neither" "both" (empty $v.identity.jwks.url))) -}}
{{- end -}}
{{- if and (ne $v.kafka.sasl.mechanism "none") (not $v.kafka.sasl.existingSecret) -}}
{{- $faults = append $faults (printf "kafka.sasl.existingSecret: expected a secret for %s, was nothing." $v.kafka.sasl.mechanism) -}}
{{- end -}}
{{- if and (eq $v.kafka.sasl.mechanism "plain") (not $v.kafka.tls.enabled) -}}
{{- $faults = append $faults "kafka.sasl.mechanism: expected TLS with plain, which sends the password as it is; kafka.tls.enabled is false." -}}
{{- end -}}
{{- if and $v.kafka.tls.clientCertificate (not (and $v.kafka.tls.enabled $v.kafka.tls.existingSecret)) -}}
{{- $faults = append $faults "kafka.tls.clientCertificate: expected kafka.tls.enabled and kafka.tls.existingSecret with it." -}}
{{- end -}}
{{- if and $v.kafka.tls.existingSecret (not $v.kafka.tls.enabled) -}}
{{- $faults = append $faults "kafka.tls.existingSecret: expected kafka.tls.enabled with it, was false." -}}
{{- end -}}
{{- if and (or $v.metrics.serviceMonitor.enabled $v.metrics.prometheusRule.enabled) (not $v.metrics.enabled) -}}
{{- $faults = append $faults "metrics.serviceMonitor, metrics.prometheusRule: expected metrics.enabled with them, was false." -}}
{{- end -}}
{{- if and $v.ingress.enabled (not $v.ingress.host) -}}
{{- $faults = append $faults "ingress.host: expected a host name, was nothing." -}}
{{- end -}}
{{- if ne (empty $v.live.existingConfigMap) (empty $v.live.journalClaim) -}}
{{- $faults = append $faults "live: expected existingConfigMap and journalClaim together, was one alone." -}}
{{- end -}}
{{- if and $v.live.executionKey (not $v.live.existingConfigMap) -}}
{{- $faults = append $faults "live.executionKey: expected an existingConfigMap that has it, was none." -}}
{{- end -}}
{{- range $name, $_ := $v.services -}}
{{- $s := include "gimbal.settings" (dict "root" $ "component" $name) | fromYaml -}}
{{- if and (eq $name "execution") (gt (int $s.replicas) 2) -}}
{{- $faults = append $faults (printf "services.execution.replicas: expected at most 2, one writer and one standby, was %d." (int $s.replicas)) -}}
{{- end -}}
{{- if and $v.live.existingConfigMap (eq $name "ingestion") (gt (int $s.replicas) 1) -}}
{{- $faults = append $faults (printf "services.ingestion.replicas: expected 1 with live, since one process writes the journal, was %d." (int $s.replicas)) -}}
{{- end -}}
{{- if lt (int $s.terminationGracePeriodSeconds) (add (int $s.preStopSleepSeconds) 21 | int) -}}
{{- $faults = append $faults (printf "services.%s.terminationGracePeriodSeconds: expected more than preStopSleepSeconds and the 20 s of a stop, was %d." $name (int $s.terminationGracePeriodSeconds)) -}}
{{- end -}}
{{- if and $v.metrics.enabled (eq (int $s.port) (int $v.metrics.port)) -}}
{{- $faults = append $faults (printf "services.%s.port: expected another port than that of the metrics, was %d." $name (int $s.port)) -}}
{{- end -}}
{{- if and (not $s.serviceAccount.create) (not $s.serviceAccount.name) -}}
{{- $faults = append $faults (printf "services.%s.serviceAccount.name: expected a name when none is created, was nothing." $name) -}}
{{- end -}}
{{- end -}}
{{- if $faults -}}
{{- fail (printf "\n%s\n" (join "\n" $faults)) -}}
{{- end -}}
{{- end -}}
