import { Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import {
  COMMENT_EDITABLE_MS,
  comments,
  LONGEST_COMMENT,
  papers,
  reasonSchema,
  type ShownComment,
  textSchema,
} from '@paperboy/contracts';
import {
  AllowEveryone,
  Clock,
  CONFIG,
  forbidden,
  invalid,
  type PersonCaller,
  Problem,
  ServiceClients,
} from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Gate } from '../gate/gate.guard.js';
import { interruptedCookie } from '../gate/interrupted.js';
import type { PageContent } from '../shell/page.js';
import { PageProblems } from '../shell/page-problems.filter.js';
import { Pages } from '../shell/pages.answer.js';
import { knownPaperId } from '../shell/paper-id.js';
import { SignInFirst } from '../shell/sign-in-first.js';
import { paperPath } from '../text/paper-path.js';
import type { WebConfig } from '../web.config.js';
import {
  type CommentPageProps,
  editPage,
  hiddenPage,
  hidePage,
  replyPage,
  signedOutPage,
} from './comment-pages.template.js';
import { commentParams } from './comment-params.js';

const formSchema = z.object({
  comment: textSchema(LONGEST_COMMENT),
  key: z.uuid().optional().catch(undefined),
});
/** A form sends an empty field where nothing was typed. */
const hideSchema = z
  .object({ reason: z.string().optional() })
  .transform(({ reason }) => (reason?.trim() ? { reason } : {}))
  .pipe(z.object({ reason: reasonSchema.optional() }));

interface Said {
  readonly text: string;
  readonly key?: string | undefined;
}

/** Writing comments with the forms of pages. */
@Controller('papers/:id/comment')
@AllowEveryone()
@UseFilters(PageProblems)
export class CommentController {
  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clock: Clock,
    private readonly clients: ServiceClients,
    private readonly gate: Gate,
    private readonly pages: Pages,
  ) {}

  /** Leads to the form for comments. People who are not signed in are led to the sign-in first. */
  @Get()
  async begin(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    const back = `${paperPath(paperId)}#comments`;
    if ((await this.gate.reader(request)) !== undefined) return this.lead(reply, back);
    throw new SignInFirst(interruptedCookie(this.config.PUBLIC_URL, { back }));
  }

  @Post()
  async post(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paperId = knownPaperId(id);
    await this.write(paperId, request, reply, async (person, { text, key }) => {
      const ask = { params: { id: paperId }, body: { comment: text } };
      return (await this.clients.ask(comments.post, ask, { as: person, ...keyed(key) })).comment;
    });
  }

  @Get(':comment/reply')
  async reply(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.show(asked, request, reply, (props) => replyPage(props));
  }

  @Post(':comment/reply')
  async answer(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = commentParams(asked);
    await this.write(params.id, request, reply, async (person, { text, key }) => {
      const ask = { params, body: { comment: text } };
      return (await this.clients.ask(comments.reply, ask, { as: person, ...keyed(key) })).comment;
    });
  }

  @Get(':comment/edit')
  async edit(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.show(asked, request, reply, (props, person) => {
      if (props.comment.by?.handle !== person.handle)
        throw forbidden('not-your-comment', 'Only the person who wrote a comment may change or delete it.');
      const age = this.clock.now().getTime() - Date.parse(props.comment.postedAt);
      return editPage({ ...props, editable: age < COMMENT_EDITABLE_MS });
    });
  }

  @Post(':comment/edit')
  async save(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = commentParams(asked);
    await this.write(params.id, request, reply, async (person, { text }) => {
      const ask = { params, body: { comment: text } };
      return (await this.clients.ask(comments.edit, ask, { as: person })).comment;
    });
  }

  @Post(':comment/delete')
  async erase(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = commentParams(asked);
    await this.clients.ask(comments.erase, { params }, { as: await this.gate.personWriter(request, reply) });
    this.lead(reply, `${paperPath(params.id)}#comments`);
  }

  @Get(':comment/hide')
  async askToHide(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.show(asked, request, reply, (props) => hidePage(props));
  }

  @Post(':comment/hide')
  async hide(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = commentParams(asked);
    const person = await this.gate.personWriter(request, reply);
    const form = hideSchema.safeParse(request.body ?? {});
    if (!form.success) throw invalid('invalid-reason', 'A reason has 300 characters at most.');
    await this.clients.ask(comments.hide, { params, body: form.data }, { as: person });
    const paper = await this.clients.ask(papers.inCatalog, { params: { id: params.id } });
    this.pages.send(reply, hiddenPage(paper, params.comment), { reader: person });
  }

  @Post(':comment/restore')
  async restore(
    @Param() asked: { id: string; comment: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const params = commentParams(asked);
    await this.clients.ask(
      comments.restore,
      { params },
      { as: await this.gate.personWriter(request, reply) },
    );
    this.lead(reply, `${paperPath(params.id)}#comment-${params.comment}`);
  }

  /** Shows a page about a comment to a person; everyone else is led to signing in. */
  private async show(
    asked: { id: string; comment: string },
    request: FastifyRequest,
    reply: FastifyReply,
    page: (props: CommentPageProps, person: PersonCaller) => PageContent,
  ): Promise<void> {
    const params = commentParams(asked);
    const person = await this.gate.reader(request);
    if (person === undefined) return this.lead(reply, `${paperPath(params.id)}/comment`);
    const [paper, comment] = await Promise.all([
      this.clients.ask(papers.inCatalog, { params: { id: params.id } }),
      this.comment(params, person),
    ]);
    this.pages.send(reply, page({ paper, comment }, person), { reader: person });
  }

  /** A comment as this person may see it. One that waits for a curator is shown to its author only. */
  private async comment(
    params: { id: string; comment: string },
    person: PersonCaller,
  ): Promise<ShownComment> {
    try {
      return (await this.clients.ask(comments.one, { params })).comment;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      const held = await this.clients.ask(comments.waiting, { params: { id: params.id } }, { as: person });
      const own = held.comments.find(({ id }) => id === params.comment);
      if (own === undefined) throw error;
      return own;
    }
  }

  /** Takes the text of a form and leads to the comment. A person whose session ended gets the text back. */
  private async write(
    paperId: string,
    request: FastifyRequest,
    reply: FastifyReply,
    write: (person: PersonCaller, said: Said) => Promise<ShownComment>,
  ): Promise<void> {
    const person = await this.gate.writer(request, reply);
    const form = formSchema.safeParse(request.body);
    if (!form.success) {
      const detail = `Write something: a comment has 1 to ${LONGEST_COMMENT} characters.`;
      throw invalid('invalid-comment', detail);
    }
    const { comment: text, key } = form.data;
    if (person === undefined) return this.pages.send(reply, signedOutPage(paperId, text), { status: 401 });
    const { id } = await write(person, { text, key });
    this.lead(reply, `${paperPath(paperId)}#comment-${id}`);
  }

  private lead(reply: FastifyReply, to: string): void {
    reply.code(303).header('location', to).send();
  }
}

function keyed(key: string | undefined): { idempotencyKey?: string } {
  return key === undefined ? {} : { idempotencyKey: key };
}
