{{- define "gimbal.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* At most 40 characters, so that the longest suffix (-governance-watch) stays within the 63 of a label. */}}
{{- define "gimbal.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What never changes about a workload's pods. Takes (dict "root" $ "component" NAME). */}}
{{- define "gimbal.selectorLabels" -}}
app.kubernetes.io/name: {{ include "gimbal.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "gimbal.labels" -}}
{{ include "gimbal.selectorLabels" . }}
app.kubernetes.io/part-of: gimbal
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "gimbal.annotations" -}}
{{- with .Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "gimbal.image" -}}
{{- $registry := default .Values.image.registry .Values.global.imageRegistry -}}
{{- $name := ternary .Values.image.repository (printf "%s/%s" $registry .Values.image.repository) (empty $registry) -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $name .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* GOVERNANCE_WATCH of governance-watch, as in the names of variables. */}}
{{- define "gimbal.variable" -}}
{{- . | upper | replace "-" "_" -}}
{{- end -}}

{{/* services.NAME over defaults, as YAML. Takes (dict "root" $ "component" NAME). */}}
{{- define "gimbal.settings" -}}
{{- mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy (index .root.Values.services .component)) | toYaml -}}
{{- end -}}

{{- define "gimbal.serviceAccountName" -}}
{{- $settings := include "gimbal.settings" . | fromYaml -}}
{{- $own := printf "%s-%s" (include "gimbal.fullname" .root) .component -}}
{{- if $settings.serviceAccount.create -}}
{{- default $own $settings.serviceAccount.name -}}
{{- else -}}
{{- default "default" $settings.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The port of a URL, said or implied. */}}
{{- define "gimbal.portOf" -}}
{{- $host := (urlParse .).host -}}
{{- if regexMatch ":[0-9]+$" $host -}}
{{- regexFind "[0-9]+$" $host -}}
{{- else -}}
{{- ternary "443" "80" (hasPrefix "https:" .) -}}
{{- end -}}
{{- end -}}
