/**
 * The places where the fault tests kill a process. Each stands between two effects that a promise must hold together.
 */
export type CrashPoint =
  | 'outbox.after-write'
  | 'relay.before-publish'
  | 'relay.after-publish'
  | 'relay.after-positions'
  | 'relay.takeover'
  | 'consumer.after-effect'
  | 'consumer.mid-batch'
  | 'consumer.rebalancing'
  | 'consumer.assigned'
  | 'rebuild.before-swap'
  | 'rebuild.after-swap'
  | 'harvest.after-publish'
  | 'sign-in.asked'
  | 'sign-in.taken-over'
  | 'sign-in.letter-made'
  | 'sign-in.letter-composed'
  | 'sign-in.proven'
  | 'sign-in.institution-connected'
  | 'sign-in.account-made'
  | 'audit.written'
  | 'deletion.stepped';

const [wanted, nth = '1', signal = 'SIGKILL'] = (process.env.FAULT_POINT ?? '').split(':');
let left = Number(nth);

/**
 * Kills this process with SIGKILL when FAULT_POINT names this point (`name`, or `name:nth` for the nth passing).
 * `name:nth:SIGSTOP` freezes the process there until SIGCONT. Without FAULT_POINT it costs one comparison.
 */
export function crashPoint(point: CrashPoint): void {
  if (point !== wanted) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, signal);
}
