import { ACCENT, Button, INK, mailDocument, Rows, SANS, SERIF, SOFT } from '../letter/mail-frame.template.js';
import {
  counted,
  type Digest,
  type DigestItem,
  MATCHES_HEADING,
  NO_PAPERS,
  othersOf,
  type PageLinks,
  type ReaderLinks,
  voteLink,
} from './digest.js';

/**
 * The HTML of a digest: the part of a mail, with the links of one reader or the places for them, or a page that looks
 * like the mail.
 */
export function digestHtml(digest: Digest, links: ReaderLinks | PageLinks): string {
  return mailDocument({
    title: digest.subject,
    preheader: digest.preheader,
    children: (
      <>
        <Masthead digest={digest} links={links} />
        {digest.items.length + digest.matches.length === 0 && <Nothing />}
        {digest.items.map((item, index) => (
          <Item key={item.url} item={item} first={index === 0} vote={links.vote} />
        ))}
        {digest.matches.length > 0 && <MatchesHeading />}
        {digest.matches.map((item, index) => (
          <Item key={item.url} item={item} first={digest.items.length + index === 0} vote={links.vote} />
        ))}
        <Whole digest={digest} />
        <Footer digest={digest} links={links} />
      </>
    ),
  });
}

function Masthead({ digest, links }: { digest: Digest; links: ReaderLinks | PageLinks }) {
  return (
    <tr>
      <td class="gutter" align="center" style="padding:24px 40px 8px">
        {'browser' in links && (
          <p class="soft" style={`margin:0 0 14px;font:13px/20px ${SANS};color:${SOFT}`}>
            <a href={links.browser} style={`color:${SOFT};text-decoration:underline`}>
              View in browser
            </a>
          </p>
        )}
        <h1
          class="ink name"
          style={`margin:0;font:700 40px/44px ${SERIF};letter-spacing:-0.5px;color:${INK}`}
        >
          {digest.publication}
        </h1>
        <p class="soft" style={`margin:6px 0 18px;font:15px/22px ${SERIF};font-style:italic;color:${SOFT}`}>
          {digest.heading}
        </p>
        {/* A thick and a thin line under the name, as newspapers have them. */}
        <div class="rule" style={`height:3px;line-height:3px;font-size:0;background-color:${INK}`}>
          &nbsp;
        </div>
        <div
          class="rule"
          style={`height:1px;line-height:1px;font-size:0;margin-top:2px;background-color:${INK}`}
        >
          &nbsp;
        </div>
        {digest.sample && (
          <p class="soft" style={`margin:14px 0 0;font:13px/19px ${SANS};color:${SOFT}`}>
            This is the sample publication: its papers and people are made up.
          </p>
        )}
      </td>
    </tr>
  );
}

function Nothing() {
  return (
    <tr>
      <td class="gutter ink" style={`padding:26px 40px 8px;font:16px/25px ${SERIF};color:${INK}`}>
        {NO_PAPERS}
      </td>
    </tr>
  );
}

function MatchesHeading() {
  return (
    <tr>
      <td class="gutter" style="padding:20px 40px 0">
        <p
          class="accent"
          style={`margin:0;padding:14px 0 0;border-top:3px solid ${ACCENT};font:700 15px/22px ${SANS};color:${ACCENT}`}
        >
          {MATCHES_HEADING}
        </p>
      </td>
    </tr>
  );
}

interface ItemProps {
  item: DigestItem;
  first: boolean;
  vote: string | undefined;
}

function Item({ item, first, vote }: ItemProps) {
  return (
    <tr>
      <td class="gutter" style="padding:0 40px">
        <Rows class="line" style={first ? '' : 'border-top:1px solid #e4e0d7'}>
          <tr>
            <td
              class="rank accent"
              valign="top"
              style={`width:40px;padding:22px 0 0;font:700 26px/30px ${SERIF};color:${ACCENT}`}
            >
              {item.rank ?? <span aria-hidden="true">•</span>}
            </td>
            <td valign="top" style="padding:22px 0 20px">
              <h2
                class="title ink"
                style={`margin:0;font:700 ${first ? '24px/30px' : '19px/25px'} ${SERIF};color:${INK}`}
              >
                <a href={item.url} style={`color:${INK};text-decoration:none`}>
                  {item.title}
                </a>
              </h2>
              <p class="soft" style={`margin:5px 0 0;font:14px/20px ${SANS};color:${SOFT}`}>
                {item.authors}
              </p>
              {item.excerpt && (
                <p class="ink" style={`margin:9px 0 0;font:16px/25px ${SERIF};color:${INK}`}>
                  {item.excerpt}
                </p>
              )}
              <Numbers item={item} vote={vote} />
            </td>
          </tr>
        </Rows>
      </td>
    </tr>
  );
}

function Numbers({ item, vote }: Omit<ItemProps, 'first'>) {
  return (
    <p class="soft" style={`margin:11px 0 0;font:13px/20px ${SANS};color:${SOFT}`}>
      <strong class="accent" style={`color:${ACCENT};font-weight:600`}>
        <span aria-hidden="true">▲ </span>
        {counted(item.upvotes, 'upvote')}
      </strong>
      {vote !== undefined && (
        <>
          {' · '}
          <a class="accent vote" href={voteLink(vote, item.id)} style={`color:${ACCENT}`}>
            Upvote it
          </a>
        </>
      )}
      {item.comments > 0 && ` · ${counted(item.comments, 'comment')}`}
      {item.category && (
        <>
          {' · '}
          <Category item={item} />
        </>
      )}
      {item.why.length > 0 && (
        <>
          <br />
          In this digest for {item.why.join(', ')}
        </>
      )}
    </p>
  );
}

/** A category has a ground of its own where there is room. In a long mail that would take 5 KB. */
function Category({ item: { category, excerpt } }: { item: DigestItem }) {
  if (!excerpt) return <>{category}</>;
  return (
    <span
      class="tag"
      style="padding:2px 7px;border-radius:3px;background-color:#f0ede5;color:#5f5b54;white-space:nowrap"
    >
      {category}
    </span>
  );
}

function Whole({ digest }: { digest: Digest }) {
  return (
    <tr>
      <td class="gutter" align="center" style="padding:14px 40px 36px">
        <Button href={digest.listUrl}>
          {othersOf(digest) > 0
            ? `See the other ${counted(othersOf(digest), 'paper')}`
            : 'See the whole list'}
        </Button>
      </td>
    </tr>
  );
}

function Footer({ digest, links }: { digest: Digest; links: ReaderLinks | PageLinks }) {
  return (
    <tr>
      <td
        class="gutter soft"
        align="center"
        style={`padding:0 40px 32px;font:13px/20px ${SANS};color:${SOFT}`}
      >
        <div class="line" style="border-top:1px solid #e4e0d7;padding-top:20px">
          {'unsubscribe' in links ? (
            <>
              {digest.reason}
              <br />
              <FootLink href={links.unsubscribe}>Unsubscribe</FootLink>
              {' · '}
              <FootLink href={links.settings}>Choose what comes, and when</FootLink>
            </>
          ) : (
            <>
              This is a digest of {digest.publication}, as it is sent by mail.
              <br />
              <FootLink href={links.subscribe}>Subscribe</FootLink>
            </>
          )}
        </div>
      </td>
    </tr>
  );
}

function FootLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} style={`color:${SOFT};text-decoration:underline`}>
      {children}
    </a>
  );
}
