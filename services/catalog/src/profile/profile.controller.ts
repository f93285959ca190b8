import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, people } from '@paperboy/contracts';
import { Asked, notFound, Serves } from '@paperboy/platform';
import { ProfileReader } from './profile.reader.js';

/** Profiles, for everyone. */
@Controller()
export class ProfileController {
  constructor(private readonly profiles: ProfileReader) {}

  @Serves(people.profile)
  async profile(
    @Asked() { params: { handle } }: AskedOf<typeof people.profile>,
  ): Promise<AnsweredBy<typeof people.profile>> {
    const profile = await this.profiles.find(handle);
    if (!profile) throw notFound('unknown-person', 'Nobody here has this handle.');
    return profile;
  }
}
