{{/* One workload, its service, account and disruption budget. Takes (dict "root" $ "component" NAME). */}}
{{- define "gimbal.workload" -}}
{{- $root := .root -}}
{{- $component := .component -}}
{{- $settings := include "gimbal.settings" . | fromYaml -}}
{{- $with := dict "root" $root "component" $component "settings" $settings -}}
{{- $name := printf "%s-%s" (include "gimbal.fullname" $root) $component -}}
{{- $portName := ternary "http" "grpc" (eq $component "console") -}}
{{- if $settings.serviceAccount.create }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "gimbal.serviceAccountName" . }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "gimbal.labels" . | nindent 4 }}
  {{- with merge (dict) $settings.serviceAccount.annotations $root.Values.commonAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "gimbal.labels" . | nindent 4 }}
  {{- with include "gimbal.annotations" $root }}
  {{- . | nindent 2 }}
  {{- end }}
spec:
  type: {{ $settings.serviceType }}
  selector:
    {{- include "gimbal.selectorLabels" . | nindent 4 }}
  ports:
    - name: {{ $portName }}
      port: {{ $settings.port }}
      targetPort: {{ $portName }}
      appProtocol: {{ $portName }}
    {{- if $root.Values.metrics.enabled }}
    - name: metrics
      port: {{ $root.Values.metrics.port }}
      targetPort: metrics
    {{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "gimbal.labels" . | nindent 4 }}
  {{- with include "gimbal.annotations" $root }}
  {{- . | nindent 2 }}
  {{- end }}
spec:
  replicas: {{ $settings.replicas }}
  revisionHistoryLimit: 5
  strategy:
    {{- if or (eq $component "execution") (and (eq $component "ingestion") $root.Values.live.existingConfigMap) }}
    # The old writer is gone before a new one asks for the lease, or opens the journal.
    type: Recreate
    {{- else }}
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
    {{- end }}
  selector:
    matchLabels:
      {{- include "gimbal.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "gimbal.labels" . | nindent 8 }}
        {{- with $settings.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/config: {{ include "gimbal.config" $with | sha256sum }}
        {{- with merge (dict) $settings.podAnnotations $root.Values.commonAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "gimbal.serviceAccountName" . }}
      automountServiceAccountToken: false
      # Kubernetes would otherwise set variables such as GIMBAL_RISK_PORT for each service, whatever we read.
      enableServiceLinks: false
      {{- with $root.Values.global.imagePullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- with $settings.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      securityContext:
        {{- include "gimbal.podSecurity" $root | nindent 8 }}
      terminationGracePeriodSeconds: {{ $settings.terminationGracePeriodSeconds }}
      {{- if $settings.topologyKeys }}
      topologySpreadConstraints:
        {{- range $settings.topologyKeys }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "gimbal.selectorLabels" $with | nindent 14 }}
        {{- end }}
      {{- end }}
      {{- with $settings.affinity }}
      affinity:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $settings.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $settings.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ $component }}
          image: {{ include "gimbal.image" $root }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          securityContext:
            {{- include "gimbal.containerSecurity" $root | nindent 12 }}
          envFrom:
            - configMapRef:
                name: {{ $name }}
          env:
            {{- include "gimbal.env" $with | nindent 12 }}
          ports:
            - name: {{ $portName }}
              containerPort: {{ $settings.port }}
            {{- if $root.Values.metrics.enabled }}
            - name: metrics
              containerPort: {{ $root.Values.metrics.port }}
            {{- end }}
          startupProbe:
            {{- include "gimbal.probe" (merge (dict "service" "liveness" "timing" $settings.probes.startup) $with) | nindent 12 }}
          readinessProbe:
            {{- include "gimbal.probe" (merge (dict "service" "" "timing" $settings.probes.readiness) $with) | nindent 12 }}
          livenessProbe:
            {{- include "gimbal.probe" (merge (dict "service" "liveness" "timing" $settings.probes.liveness) $with) | nindent 12 }}
          lifecycle:
            preStop:
              sleep:
                seconds: {{ $settings.preStopSleepSeconds }}
          resources:
            {{- toYaml $settings.resources | nindent 12 }}
          volumeMounts:
            {{- include "gimbal.volumeMounts" $with | nindent 12 }}
      volumes:
        {{- include "gimbal.volumes" $with | nindent 8 }}
{{- if gt (int $settings.replicas) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "gimbal.labels" . | nindent 4 }}
  {{- with include "gimbal.annotations" $root }}
  {{- . | nindent 2 }}
  {{- end }}
spec:
  maxUnavailable: 1
  # A pod that is not ready holds up no drain of its node.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "gimbal.selectorLabels" . | nindent 6 }}
{{- end }}
{{- end -}}
