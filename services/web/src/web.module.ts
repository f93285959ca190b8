import { Module } from '@nestjs/common';
import { AboutController } from './about/about.controller.js';
import { ApiController } from './api/api.controller.js';
import { PartsHealth } from './api/parts-health.client.js';
import { ArchiveController } from './archive/archive.controller.js';
import { AssetController } from './asset/asset.controller.js';
import { Brand } from './asset/brand.service.js';
import { CardController } from './card/card.controller.js';
import { CardPainter } from './card/card-painter.client.js';
import { CategoriesController } from './categories/categories.controller.js';
import { ChangeController } from './change/change.controller.js';
import { Changes } from './change/changes.client.js';
import { CiteController } from './cite/cite.controller.js';
import { ClaimController } from './claim/claim.controller.js';
import { ClaimsController } from './claim/claims.controller.js';
import { CommentController } from './comment/comment.controller.js';
import { CommentActsController } from './comment/comment-acts.controller.js';
import { OlderCommentsController } from './comment/older.controller.js';
import { DigestPageController } from './digest/digest-page.controller.js';
import { DigestVoteController } from './digest/digest-vote.controller.js';
import { FeedController } from './feed/feed.controller.js';
import { FeedCache } from './feed/feed-cache.store.js';
import { Feeds } from './feed/feeds.client.js';
import { FeedsPageController } from './feed/feeds-page.controller.js';
import { Gate } from './gate/gate.guard.js';
import { Limits } from './gate/limits.store.js';
import { PublicServer } from './gate/public.server.js';
import { SearchTurns } from './gate/search-turns.guard.js';
import { Sessions } from './gate/sessions.client.js';
import { SignedInGuard } from './gate/signed-in.guard.js';
import { OwnTextController } from './imprint/own-text.controller.js';
import { KeepController } from './keep/keep.controller.js';
import { ListController } from './list/list.controller.js';
import { AuditController } from './moderation/audit.controller.js';
import { HistoryController } from './moderation/history.controller.js';
import { QueueController } from './moderation/queue.controller.js';
import { RolesController } from './moderation/roles.controller.js';
import { SetAsideController } from './moderation/set-aside.controller.js';
import { NoticeController } from './notice/notice.controller.js';
import { MarkdownController } from './paper/markdown.controller.js';
import { Markdown } from './paper/markdown.service.js';
import { PaperController } from './paper/paper.controller.js';
import { Papers } from './paper/papers.client.js';
import { PeopleController } from './people/people.controller.js';
import { Reading } from './reading/reading.client.js';
import { ReferenceController } from './reference/reference.controller.js';
import { SavedController } from './saved/saved.controller.js';
import { SearchController } from './search/search.controller.js';
import { DigestsController } from './settings/digests.controller.js';
import { InstitutionsController } from './settings/institutions.controller.js';
import { KeptFile } from './settings/kept-file.client.js';
import { LeavingController } from './settings/leaving.controller.js';
import { PasskeysController } from './settings/passkeys.controller.js';
import { ProfileController } from './settings/profile.controller.js';
import { SettingsController } from './settings/settings.controller.js';
import { Answers } from './shell/answers.store.js';
import { FallbackController } from './shell/fallback.controller.js';
import { Pages } from './shell/pages.answer.js';
import { AccountController } from './sign-in/account.controller.js';
import { Arrivals } from './sign-in/arrival.service.js';
import { Institution } from './sign-in/institution.client.js';
import { InstitutionController } from './sign-in/institution.controller.js';
import { PasskeySignInController } from './sign-in/passkey-sign-in.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInLinkController } from './sign-in/sign-in-link.controller.js';
import { SitemapController } from './sitemap/sitemap.controller.js';
import { SubmitController } from './submit/submit.controller.js';
import { ManageController } from './subscription/manage.controller.js';
import { SubscriptionController } from './subscription/subscription.controller.js';
import { OwnVotes } from './vote/own-votes.client.js';
import { VoteController } from './vote/vote.controller.js';
import { Votes } from './vote/votes.client.js';
import { WebhooksController } from './webhook/webhooks.controller.js';

/** The public door: pages for people, and the REST endpoints of the other services. */
@Module({
  controllers: [
    AssetController,
    ReferenceController,
    ApiController,
    FeedController,
    FeedsPageController,
    ListController,
    AboutController,
    OwnTextController,
    ArchiveController,
    CategoriesController,
    PeopleController,
    RolesController,
    AuditController,
    SetAsideController,
    HistoryController,
    QueueController,
    SitemapController,
    SearchController,
    CardController,
    CiteController,
    MarkdownController,
    CommentActsController,
    CommentController,
    OlderCommentsController,
    PaperController,
    VoteController,
    KeepController,
    ChangeController,
    ClaimController,
    ClaimsController,
    SavedController,
    SubmitController,
    NoticeController,
    WebhooksController,
    SettingsController,
    DigestsController,
    ProfileController,
    PasskeysController,
    InstitutionsController,
    LeavingController,
    SignInController,
    PasskeySignInController,
    InstitutionController,
    AccountController,
    SignInLinkController,
    SubscriptionController,
    ManageController,
    DigestPageController,
    DigestVoteController,
    FallbackController,
  ],
  providers: [
    Answers,
    Arrivals,
    Brand,
    CardPainter,
    Changes,
    FeedCache,
    Feeds,
    Gate,
    Institution,
    KeptFile,
    SearchTurns,
    Limits,
    Markdown,
    Pages,
    Papers,
    PartsHealth,
    PublicServer,
    Reading,
    Sessions,
    OwnVotes,
    SignedInGuard,
    Votes,
  ],
})
export class WebModule {}
