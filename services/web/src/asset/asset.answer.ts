import { codingFor } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asset } from './asset.js';

/** Sends a file of the pages, compressed for clients that take that; it may be kept for ever. */
export function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset): void {
  const { compressed } = asset;
  const coding = compressed && codingFor(asset, request.headers['accept-encoding']);
  if (coding !== undefined) reply.header('content-encoding', coding);
  reply
    .headers({
      vary: 'accept-encoding',
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
    })
    .send(coding === undefined ? asset.body : compressed?.[coding]);
}
