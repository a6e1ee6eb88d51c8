package open

import (
	"testing"

	"tidings/feed"
	"tidings/feed/fetch"
)

func TestAPictureIsAskedForWithoutSecrets(t *testing.T) {
	s, w, o := fresh(feed.Item{ID: 7, Feed: 1})
	const address = "https://news.example/a.png"
	w.pages = map[string]string{address: "picture"}
	b, err := o.Picture(t.Context(), 7, address)
	if err != nil || string(b) != "picture" {
		t.Fatalf("%q, %v", b, err)
	}
	f, _ := s.Feed(t.Context(), 1)
	r := w.asked[0]
	if r.Cookies != "" || r.Credential != "" || len(r.Headers) > 0 {
		t.Errorf("secrets go with it: %+v", r)
	}
	if !r.Chosen || r.Origin != f.URL || r.AllowPrivate || r.MaxBytes != 16<<20 || r.Accept != fetch.AcceptPicture {
		t.Errorf("asked for by %+v", r)
	}
	if _, err := o.Picture(t.Context(), 7, "https://news.example/gone.png"); err == nil {
		t.Error("a picture that is not there is no error")
	}
}
