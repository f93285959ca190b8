import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';

/** How often the delay of the event loop is sampled. Each sample wakes up the process, even when it is idle. */
const LOOP_PRECISION_MS = 50;

/** The one registry of metrics of this process. A second request for a name returns the same metric. */
export class Metrics {
  private readonly registry = new Registry();

  counter<Label extends string>(configuration: CounterConfiguration<Label>): Counter<Label> {
    return (
      this.known<Counter<Label>>(configuration.name) ??
      new Counter({ ...configuration, registers: [this.registry] })
    );
  }

  histogram<Label extends string>(configuration: HistogramConfiguration<Label>): Histogram<Label> {
    return (
      this.known<Histogram<Label>>(configuration.name) ??
      new Histogram({ ...configuration, registers: [this.registry] })
    );
  }

  gauge<Label extends string>(configuration: GaugeConfiguration<Label>): Gauge<Label> {
    return (
      this.known<Gauge<Label>>(configuration.name) ??
      new Gauge({ ...configuration, registers: [this.registry] })
    );
  }

  /** Adds the service's name to every metric, and the metrics of the process itself. */
  describe(service: string): void {
    this.registry.setDefaultLabels({ service });
    if (this.known('process_cpu_seconds_total')) return;
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LOOP_PRECISION_MS });
  }

  /** All metrics in Prometheus' text format. */
  async text(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.registry.contentType, body: await this.registry.metrics() };
  }

  private known<Metric>(name: string): Metric | undefined {
    return this.registry.getSingleMetric(name) as Metric | undefined;
  }
}

/** The metrics of this process; one object, since Prometheus reads one page for each process. */
export const metrics = new Metrics();
