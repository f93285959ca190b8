import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { cleanLine } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, notFound } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codingFor } from '../cache/representation.js';
import { referenceAssets } from '../reference/reference.server.js';
import type { WebConfig } from '../web.config.js';
import { pageScript } from './page-script.store.js';
import { avatar, favicon, thumbnail } from './picture.template.js';
import { stylesheet } from './stylesheet.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
const A_DAY = 'public, max-age=86400';

/** The style sheet, the script, the pictures that are drawn from a name alone, and what robots may read. */
@Controller()
@AllowEveryone()
export class AssetController {
  constructor(@Inject(CONFIG) private readonly config: WebConfig) {}

  @Get('assets/:file')
  asset(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const asset = [stylesheet, pageScript, ...Object.values(referenceAssets)].find(
      ({ path }) => path === `/assets/${file}`,
    );
    if (asset === undefined) throw notFound('unknown-asset', 'There is no such file.');
    reply.header('vary', 'accept-encoding');
    const coding = codingFor(asset, request.headers['accept-encoding']);
    if (coding !== undefined) reply.header('content-encoding', coding);
    send(reply, asset.type, FOR_EVER, coding === undefined ? asset.body : asset.compressed[coding]);
  }

  @Get('favicon.svg')
  icon(@Res() reply: FastifyReply): void {
    send(reply, 'image/svg+xml', A_DAY, favicon());
  }

  @Get('favicon.ico')
  oldIcon(@Res() reply: FastifyReply): void {
    reply.code(301).header('location', '/favicon.svg').send();
  }

  @Get('avatars/:file')
  avatar(@Param('file') file: string, @Res() reply: FastifyReply): void {
    send(reply, 'image/svg+xml', A_DAY, avatar(nameOf(file, 40)));
  }

  @Get('thumbnails/:file')
  thumbnail(@Param('file') file: string, @Res() reply: FastifyReply): void {
    send(reply, 'image/svg+xml', A_DAY, thumbnail(nameOf(file, 40)));
  }

  @Get('robots.txt')
  robots(@Res() reply: FastifyReply): void {
    const closed = ['/confirm/', '/u/', '/sign-in', '/subscribe', '/api/'].map(
      (path) => `Disallow: ${path}\n`,
    );
    send(
      reply,
      'text/plain; charset=utf-8',
      A_DAY,
      `User-agent: *\n${closed.join('')}Host: ${this.config.PUBLIC_URL}\n`,
    );
  }
}

/** The name within `name.svg`. */
function nameOf(file: string, longest: number): string {
  const name = /^(.+)\.svg$/u.exec(file)?.[1];
  if (name === undefined || name.length > longest || name !== cleanLine(name))
    throw notFound('unknown-asset', 'There is no such picture.');
  return name;
}

function send(reply: FastifyReply, type: string, keep: string, body: string | Buffer): void {
  // Other sites and mails may show our pictures.
  const policy = type === 'image/svg+xml' ? { 'cross-origin-resource-policy': 'cross-origin' } : {};
  reply.headers({ 'content-type': type, 'cache-control': keep, ...policy }).send(body);
}
