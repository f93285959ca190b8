import { SERVICES, type ServiceName } from '@paperboy/contracts';

/** The settings that all services of an installation share. */
export interface Installation {
  kafkaBrokers: string;
  mongodbUrl: string;
  redisUrl: string;
  smtpUrl: string;
  /** Prefix of databases, topics, groups and keys, so that installations can share servers. */
  namespace: string;
  /** The secret that signs requests between the services. */
  serviceSecret: string;
  publicUrl: string;
}

/** The ports of the replicas of each service that runs. */
export type Ports = Partial<Record<ServiceName, number[]>>;

/** The environment variables with the addresses of the installation. The operators' commands get the same ones. */
export function installationEnvironment(installation: Installation, ports: Ports): Record<string, string> {
  const addresses = SERVICES.filter((service) => service !== 'web' && ports[service]?.length).map(
    (service) => [
      `${service.toUpperCase()}_URL`,
      (ports[service] ?? []).map((port) => `http://127.0.0.1:${port}`).join(','),
    ],
  );
  return {
    KAFKA_BROKERS: installation.kafkaBrokers,
    MONGODB_URL: installation.mongodbUrl,
    REDIS_URL: installation.redisUrl,
    SMTP_URL: installation.smtpUrl,
    NAMESPACE: installation.namespace,
    SERVICE_SECRET: installation.serviceSecret,
    PUBLIC_URL: installation.publicUrl,
    ...(Object.fromEntries(addresses) as Record<string, string>),
  };
}

/** The variables of one replica on top of those of the installation. */
export function replicaEnvironment(port: number, operationsPort: number): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    // Only web reads these. The other services answer `/health` and `/metrics` at their own port.
    OPERATIONS_HOST: '127.0.0.1',
    OPERATIONS_PORT: String(operationsPort),
    LOG_FORMAT: 'json',
  };
}
