import { RequestQueue } from './kafkajsInternals.js';

let isApplied = false;

/**
 * kafkajs 2.2.4 re-arms a timer of a negative delay after each answer, also when nothing waits: about 850 wake-ups a
 * second for each idle connection (tulios/kafkajs#1751). With this guard the timer is set only when a request waits or
 * the broker has asked for a pause, the two cases that it exists for.
 */
export function quietIdleQueue(): void {
  if (isApplied) return;
  isApplied = true;
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    schedule.call(this);
  };
}
