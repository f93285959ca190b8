import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { cleanLine } from '@paperboy/contracts';
import { AllowEveryone, CONFIG, notFound } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebConfig } from '../web.config.js';
import { sendAsset } from './asset.answer.js';
import { Brand } from './brand.service.js';
import { pageScript, passkeyScript } from './page-script.store.js';
import { avatar } from './picture.template.js';
import { serif } from './serif.store.js';

const A_DAY = 'public, max-age=86400';

/** Serves the style sheet, the scripts, the pictures that are drawn from a name alone, and robots.txt. */
@Controller()
@AllowEveryone()
export class AssetController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly brand: Brand,
  ) {}

  @Get('assets/:file')
  asset(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { stylesheet, logo } = this.brand;
    const asset = [stylesheet, pageScript, passkeyScript, serif, logo].find(
      (one) => one?.path === `/assets/${file}`,
    );
    if (asset === undefined) throw notFound('unknown-asset', 'There is no such file.');
    sendAsset(request, reply, asset);
  }

  @Get('favicon.svg')
  icon(@Res() reply: FastifyReply): void {
    send(reply, 'image/svg+xml', A_DAY, this.brand.favicon);
  }

  @Get('apple-touch-icon.png')
  touchIcon(@Res() reply: FastifyReply): void {
    send(reply, 'image/png', A_DAY, this.brand.touchIcon);
  }

  @Get('manifest.webmanifest')
  manifest(@Res() reply: FastifyReply): void {
    const manifest = {
      name: this.config.PUBLICATION_NAME,
      short_name: this.config.PUBLICATION_NAME,
      start_url: '/',
      display: 'browser',
      background_color: '#fbf9f4',
      theme_color: '#fbf9f4',
      icons: [
        ...(this.brand.logo ? [] : [{ src: '/favicon.svg', type: 'image/svg+xml', sizes: 'any' }]),
        { src: '/apple-touch-icon.png', type: 'image/png', sizes: '180x180' },
      ],
    };
    send(reply, 'application/manifest+json', A_DAY, JSON.stringify(manifest));
  }

  @Get('favicon.ico')
  oldIcon(@Res() reply: FastifyReply): void {
    reply.code(301).header('location', '/favicon.svg').send();
  }

  @Get('avatars/:file')
  avatar(@Param('file') file: string, @Res() reply: FastifyReply): void {
    send(reply, 'image/svg+xml', A_DAY, avatar(nameOf(file, 40)));
  }

  @Get('robots.txt')
  robots(@Res() reply: FastifyReply): void {
    const closed = ['/confirm/', '/u/', '/sign-in', '/settings', '/api/'].map(
      (path) => `Disallow: ${path}\n`,
    );
    send(
      reply,
      'text/plain; charset=utf-8',
      A_DAY,
      `User-agent: *\n${closed.join('')}Sitemap: ${this.config.PUBLIC_URL}/sitemap.xml\n`,
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
