package open

import (
	"context"

	"tidings/feed"
	"tidings/feed/fetch"
)

// maxPicture is the most that is read of a picture, in bytes.
const maxPicture = 16 << 20

// Picture gets a picture of an item's article, because the person asked for it: without credentials, cookies or Referer, even
// from the feed's own server, and from a private address only where the feed itself is on that server.
func (o *Opener) Picture(ctx context.Context, id feed.ItemID, address string) ([]byte, error) {
	var f feed.Feed
	if it, err := o.Store.Item(ctx, id); err == nil {
		if f, err = o.Store.Feed(ctx, it.Feed); err != nil {
			f = feed.Feed{} // an item outlives its feed as a bookmark
		}
	}
	resp, err := o.Fetcher.Get(ctx, fetch.Request{
		URL: address, Accept: fetch.AcceptPicture, MaxBytes: maxPicture, Chosen: true, Origin: f.URL,
		AllowPrivate: f.Settings.AllowPrivate, UserAgent: f.Settings.UserAgent, Proxy: f.Settings.Proxy,
	})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}
