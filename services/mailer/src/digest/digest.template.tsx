import { ACCENT, Button, INK, mailDocument, Rows, SANS, SERIF, SOFT } from '../letter/mail-frame.template.js';
import {
  counted,
  type Digest,
  type DigestItem,
  MATCHES_HEADING,
  NO_PAPERS,
  type ReaderLinks,
} from './digest.js';

/** The HTML part of a digest. The links are those of one reader, or the places for them. */
export function digestHtml(digest: Digest, links: ReaderLinks): string {
  return mailDocument({
    title: digest.subject,
    preheader: digest.preheader,
    children: (
      <>
        <Masthead digest={digest} />
        {digest.items.length + digest.matches.length === 0 && <Nothing />}
        {digest.items.map((item, index) => (
          <Item key={item.url} item={item} first={index === 0} />
        ))}
        {digest.matches.length > 0 && <MatchesHeading />}
        {digest.matches.map((item, index) => (
          <Item key={item.url} item={item} first={digest.items.length + index === 0} />
        ))}
        <Whole digest={digest} />
        <Footer digest={digest} links={links} />
      </>
    ),
  });
}

function Masthead({ digest }: { digest: Digest }) {
  return (
    <tr>
      <td class="gutter" align="center" style="padding:32px 40px 8px">
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

function Item({ item, first }: { item: DigestItem; first: boolean }) {
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
              <Numbers item={item} />
            </td>
          </tr>
        </Rows>
      </td>
    </tr>
  );
}

function Numbers({ item }: { item: DigestItem }) {
  return (
    <p class="soft" style={`margin:11px 0 0;font:13px/20px ${SANS};color:${SOFT}`}>
      <strong class="accent" style={`color:${ACCENT};font-weight:600`}>
        <span aria-hidden="true">▲ </span>
        {counted(item.upvotes, 'upvote')}
      </strong>
      {item.comments > 0 && ` · ${counted(item.comments, 'comment')}`}
      {item.category && (
        <>
          {' · '}
          <span
            class="tag"
            style="padding:2px 7px;border-radius:3px;background-color:#f0ede5;color:#5f5b54;white-space:nowrap"
          >
            {item.category}
          </span>
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

function Whole({ digest }: { digest: Digest }) {
  return (
    <tr>
      <td class="gutter" align="center" style="padding:14px 40px 36px">
        <Button href={digest.listUrl}>
          {digest.more > 0 ? `See the other ${counted(digest.more, 'paper')}` : 'See the whole list'}
        </Button>
      </td>
    </tr>
  );
}

function Footer({ digest, links }: { digest: Digest; links: ReaderLinks }) {
  return (
    <tr>
      <td
        class="gutter soft"
        align="center"
        style={`padding:0 40px 32px;font:13px/20px ${SANS};color:${SOFT}`}
      >
        <div class="line" style="border-top:1px solid #e4e0d7;padding-top:20px">
          {digest.reason}
          <br />
          <a href={links.unsubscribe} style={`color:${SOFT};text-decoration:underline`}>
            Unsubscribe
          </a>
          {' · '}
          <a href={links.settings} style={`color:${SOFT};text-decoration:underline`}>
            Choose what comes, and when
          </a>
        </div>
      </td>
    </tr>
  );
}
