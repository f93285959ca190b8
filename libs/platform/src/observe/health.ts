import { Injectable } from '@nestjs/common';

/** The state of a part of a service: `degraded` works in part, `down` does not work now. */
export type HealthState = 'up' | 'degraded' | 'down';

/** The health of a part, with figures that help. */
export interface ComponentHealth {
  state: HealthState;
  detail?: string;
  [figure: string]: string | number | boolean | undefined;
}

/** The answer of `/health`. */
export interface HealthReport {
  service: string;
  status: HealthState | 'stopping';
  since: string;
  components: Record<string, ComponentHealth>;
}

/** Collects the health of a service's parts. Reading it does no I/O, since each part reports its last known state. */
@Injectable()
export class Health {
  private readonly components = new Map<string, () => ComponentHealth>();
  private stoppingNow = false;

  constructor(
    private readonly service: string,
    private readonly since: Date,
  ) {}

  /** Adds a part. It replaces a part of the same name. */
  add(name: string, report: () => ComponentHealth): void {
    this.components.set(name, report);
  }

  /** Makes the service not ready: it finishes its work and takes no more. */
  stopping(): void {
    this.stoppingNow = true;
  }

  /** Whether HTTP can be served. A dependency that is away does not make it false. */
  ready(): boolean {
    return !this.stoppingNow;
  }

  report(): HealthReport {
    const components: Record<string, ComponentHealth> = {};
    for (const [name, report] of this.components) components[name] = report();
    const allUp = Object.values(components).every((component) => component.state === 'up');
    const status = this.stoppingNow ? 'stopping' : allUp ? 'up' : 'degraded';
    return { service: this.service, status, since: this.since.toISOString(), components };
  }
}
