import { type PersonWithRole, ROLES, type Role } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';
import { Named } from './named.template.js';
import { NextPage } from './next-page.template.js';

/** What the page of the people shows. */
export interface RolesPageProps {
  readonly people: readonly PersonWithRole[];
  /** The prefix of the handles that were searched for. */
  readonly q: string;
  readonly role: Role | undefined;
  /** The admin who reads the page. An admin can't change their own role. */
  readonly own: string;
  /** The path of the next page, if there is one. */
  readonly next: string | undefined;
}

const EXPLAINED: Readonly<Record<Role, string>> = {
  reader: 'votes, comments, and submits recent papers',
  curator: 'submits any paper, and looks after comments and votes',
  admin: 'does all that curators do, gives roles, and reads the audit log',
};

/** The people with their roles, for admins. */
export function rolesPage(props: RolesPageProps): PageContent {
  const { people, q, role, own, next } = props;
  return {
    title: 'People',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>People</h1>
        <form action="/people" class="stacked">
          <label for="q">Handle begins with</label>
          <input id="q" name="q" value={q} maxLength={40} autocomplete="off" autocapitalize="none" />
          <label for="role">Role</label>
          <select id="role" name="role">
            <option value="">any</option>
            {ROLES.map((one) => (
              <option key={one} value={one} selected={one === role}>
                {one}
              </option>
            ))}
          </select>
          <button type="submit">Show</button>
        </form>
        {people.length === 0 ? <p>Nobody.</p> : null}
        <ul class="told">
          {people.map((person) => (
            <li key={person.id}>
              <p>
                <Named person={person} /> (<code>{person.handle}</code>), {person.role}, here since{' '}
                {person.since}
              </p>
              {person.handle === own ? <p class="fine">This is you.</p> : <RoleForm person={person} />}
            </li>
          ))}
        </ul>
        <NextPage path={next} text="More people" />
        <h2>What a role may do</h2>
        <ul>
          {ROLES.map((one) => (
            <li key={one}>
              <strong>{one}</strong>: {EXPLAINED[one]}
            </li>
          ))}
        </ul>
      </section>
    ),
  };
}

function RoleForm({ person: { id, handle, role, name } }: { person: PersonWithRole }) {
  return (
    <form method="post" action={`/people/${encodeURIComponent(handle)}/role`} class="inline">
      <label for={`role-${id}`} class="hidden">
        Role of {name}
      </label>
      <select id={`role-${id}`} name="role">
        {ROLES.map((one) => (
          <option key={one} value={one} selected={one === role}>
            {one}
          </option>
        ))}
      </select>{' '}
      <button type="submit" class="plain" aria-label={`Give ${name} this role`}>
        Give
      </button>
    </form>
  );
}
