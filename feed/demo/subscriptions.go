package demo

import (
	"bytes"

	"tidings/feed"
	"tidings/feed/opml"
)

// Feeds returns the subscriptions that the demo starts with: each site's main feed. The sites that publish or fail while
// one looks on are to be polled often, or one would wait for an hour to see it.
func (s *Server) Feeds() []feed.Feed {
	out := make([]feed.Feed, len(s.sites))
	for i, st := range s.sites {
		out[i] = feed.Feed{
			URL: st.url + st.Feeds[0].Path, Title: st.Name, Site: st.url + "/", Language: st.Language,
			Kind: st.Feeds[0].Kind, Folder: st.Folder, Description: st.Tagline,
		}
		out[i].Settings.FullText = st.Ahead && !s.opt.Calm
		switch {
		case s.opt.Calm:
		case st.Busy:
			out[i].Settings.Interval = s.opt.Every
		case st.Flaky:
			out[i].Settings.Interval = 3 * s.opt.Every
		}
	}
	return out
}

// OPML returns the same subscriptions as a list that `tidings import` reads; every site serves it at /subscriptions.opml.
func (s *Server) OPML() []byte {
	list := opml.List{Title: "Tidings demo"}
	for _, f := range s.Feeds() {
		list.Outlines = append(list.Outlines, opml.Outline{
			URL: f.URL, Title: f.Title, Site: f.Site, Type: string(f.Kind), Description: f.Description, Language: f.Language, Folder: f.Folder,
		})
	}
	var buf bytes.Buffer
	_ = opml.Write(&buf, list, s.began) // a bytes.Buffer takes everything
	return buf.Bytes()
}
