import { Injectable } from '@nestjs/common';

/** How a part of a service is: `degraded` works in part, `down` not at all for now. */
export type HealthState = 'up' | 'degraded' | 'down';

/** What a part tells of itself, with any figures that help. */
export interface ComponentHealth {
  state: HealthState;
  detail?: string;
  [figure: string]: string | number | boolean | undefined;
}

/** What `/health` answers. */
export interface HealthReport {
  service: string;
  status: HealthState | 'stopping';
  since: string;
  components: Record<string, ComponentHealth>;
}

/** Gathers what the parts of a service tell of themselves. Asking does no I/O: parts report what they last saw. */
@Injectable()
export class Health {
  private readonly components = new Map<string, () => ComponentHealth>();
  private stoppingNow = false;

  constructor(
    private readonly service: string,
    private readonly since: Date,
  ) {}

  /** Adds a part; a name that is there already is replaced. */
  add(name: string, report: () => ComponentHealth): void {
    this.components.set(name, report);
  }

  /** From now on the service is not ready: it finishes what it has and takes no more. */
  stopping(): void {
    this.stoppingNow = true;
  }

  /** Whether HTTP can be served; dependencies that are away do not make it false. */
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
