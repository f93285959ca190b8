import type { CustomTransportStrategy } from '@nestjs/microservices';

/**
 * Nest token of the message transports that a service brings along: an array of CustomTransportStrategy.
 * The platform starts them after HTTP and without waiting for a broker; it knows nothing else of messaging.
 */
export const TRANSPORTS = Symbol('TRANSPORTS');

/** The value under the token TRANSPORTS. */
export type Transports = readonly CustomTransportStrategy[];
