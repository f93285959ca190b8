import { Module } from '@nestjs/common';
import { Pages } from './answer/pages.server.js';
import { ReadCache } from './answer/read-cache.store.js';
import { AssetController } from './asset/asset.controller.js';
import { DoorController } from './door/door.controller.js';
import { PartsHealth } from './door/parts-health.client.js';
import { Votes } from './door/votes.client.js';
import { DoorFrame } from './gate/door-frame.server.js';
import { Gate } from './gate/gate.guard.js';
import { Limits } from './gate/limits.store.js';
import { Sessions } from './gate/sessions.client.js';
import { ListController } from './list/list.controller.js';
import { FallbackController } from './page/fallback.controller.js';
import { PaperController } from './paper/paper.controller.js';
import { Papers } from './paper/papers.client.js';
import { Standing } from './paper/standing.client.js';
import { ReferenceController } from './reference/reference.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SubscriptionController } from './subscription/subscription.controller.js';

/** The public door: pages for people, and the REST endpoints of the other services. */
@Module({
  controllers: [
    AssetController,
    ReferenceController,
    DoorController,
    ListController,
    PaperController,
    SignInController,
    SubscriptionController,
    FallbackController,
  ],
  providers: [DoorFrame, Gate, Limits, Pages, Papers, PartsHealth, ReadCache, Sessions, Standing, Votes],
})
export class WebModule {}
