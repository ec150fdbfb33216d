package node

import (
	"errors"
	"testing"
)

// An owner is what a session of one's own can be used through.
type owner interface {
	OpenSession() (Session, error)
	Submit(Session, uint64, string) (string, error)
	CloseSession(Session) error
}

type viaNode struct {
	s *site
	n int
}

func (v viaNode) OpenSession() (Session, error) { return v.s.nodes[v.n].OpenSession(v.s.Ctx) }
func (v viaNode) CloseSession(k Session) error  { return v.s.nodes[v.n].CloseSession(v.s.Ctx, k) }
func (v viaNode) Submit(k Session, number uint64, text string) (string, error) {
	result, err := v.s.nodes[v.n].Submit(v.s.Ctx, k, number, []byte(text))
	return string(result), err
}

type viaClient struct {
	s *site
	c *Client
}

func (v viaClient) OpenSession() (Session, error) { return v.c.OpenSession(v.s.Ctx) }
func (v viaClient) CloseSession(k Session) error  { return v.c.CloseSession(v.s.Ctx, k) }
func (v viaClient) Submit(k Session, number uint64, text string) (string, error) {
	result, err := v.c.Submit(v.s.Ctx, k, number, []byte(text))
	return string(result), err
}

// TestOwnSession: a command of a session of one's own takes effect once, however
// often and through whatever nodes it is sent, and in its turn.
func TestOwnSession(t *testing.T) {
	s := newSite(t, 3)
	s.run(1, 2, 3)
	c, err := Dial(s.Ctx, s.Members[1].Addr, "c", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for name, through := range map[string][2]owner{
		"nodes":   {viaNode{s, 1}, viaNode{s, 3}},
		"clients": {viaClient{s, c}, viaNode{s, 3}},
	} {
		k, err := through[0].OpenSession()
		if err != nil || k == 0 {
			t.Fatalf("%s: session %d, %v", name, k, err)
		}
		for _, step := range []struct {
			at     int
			number uint64
			text   string
			result string
			err    error
		}{
			{0, 1, name, "1", nil},
			{1, 1, name, "1", nil}, // sent again, elsewhere
			{1, 3, name, "", ErrRetryInOrder},
			{1, 2, name, "2", nil},
			{0, 3, name, "3", nil},
			{0, 3, name, "3", nil},
			{0, 1, name, "", ErrUnknown}, // only the last result is kept
			{1, 0, name, "", ErrRejected},
		} {
			if got, err := through[step.at].Submit(k, step.number, step.text); got != step.result || !errors.Is(err, step.err) {
				t.Errorf("%s: %+v gives %q, %v", name, step, got, err)
			}
		}
		if err := through[1].CloseSession(k); err != nil {
			t.Errorf("%s: closing: %v", name, err)
		}
		if got, err := through[0].Submit(k, 4, name); !errors.Is(err, ErrExpired) {
			t.Errorf("%s: closed: %q, %v", name, got, err)
		}
		if got, err := through[0].Submit(0, 1, name); !errors.Is(err, ErrRejected) {
			t.Errorf("%s: session 0: %q, %v", name, got, err)
		}
	}
}
