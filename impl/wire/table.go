package wire

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/synod-paxos/synod/impl/multipaxos"
	"github.com/synod-paxos/synod/internal/strictproto"
)

// appendTable appends a snapshot up to where its image is to follow.
func appendTable(dst []byte, s *multipaxos.Snap) []byte {
	dst = strictproto.AppendUint(dst, snapUpto, uint64(s.Upto))
	dst = strictproto.AppendBytes(dst, snapPrefix, s.Prefix[:])
	dst = strictproto.AppendUint(dst, snapOpened, s.Opened)
	for i := range s.Done {
		dst = strictproto.AppendMessage(dst, snapDone, smallSize, func(dst []byte) []byte { return appendDone(dst, &s.Done[i]) })
	}
	if len(s.Image) > 0 {
		dst = strictproto.AppendHead(dst, snapImage, len(s.Image))
	}
	return dst
}

func appendDone(dst []byte, d *multipaxos.Done) []byte {
	dst = strictproto.AppendUint(dst, doneSession, uint64(d.Session))
	dst = strictproto.AppendUint(dst, doneClient, uint64(d.Last.Session))
	dst = strictproto.AppendUint(dst, doneNumber, d.Last.Number)
	dst = strictproto.AppendSome(dst, doneName, d.Last.Name)
	return strictproto.AppendSome(dst, doneResult, d.Result)
}

func decodeSnap(outer *strictproto.Reader, text, whole []byte) *multipaxos.Snap {
	s := new(multipaxos.Snap)
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case snapUpto:
			s.Upto = slot(&r)
		case snapPrefix:
			r.Fill(s.Prefix[:])
		case snapOpened:
			s.Opened = r.Uint()
		case snapDone:
			s.Done = append(s.Done, decodeDone(&r, r.Repeated()))
		case snapImage:
			s.Image = keep(whole, r.Some())
		default:
			r.Unknown()
		}
	}
	outer.Fail(firstError(r.Err, func() error { return checkSnap(s) }))
	return s
}

func checkSnap(s *multipaxos.Snap) error {
	if s.Upto == 0 {
		return errors.New("a snapshot of no slot")
	}
	for i, d := range s.Done {
		switch {
		case d.Session == 0 || uint64(d.Session) > s.Opened:
			return fmt.Errorf("of %d sessions that were opened, %d is open", s.Opened, d.Session)
		case i > 0 && d.Session <= s.Done[i-1].Session:
			return fmt.Errorf("session %d follows session %d", d.Session, s.Done[i-1].Session)
		}
	}
	return nil
}

func decodeDone(outer *strictproto.Reader, text []byte) (d multipaxos.Done) {
	r := strictproto.NewReader(text)
	for r.Next() {
		switch r.Field() {
		case doneSession:
			d.Session = multipaxos.Session(r.Uint())
		case doneClient:
			d.Last.Session = multipaxos.Session(r.Uint())
		case doneNumber:
			d.Last.Number = r.Uint()
		case doneName:
			d.Last.Name = string(r.Some())
		case doneResult:
			d.Result = bytes.Clone(r.Some())
		default:
			r.Unknown()
		}
	}
	outer.Fail(r.Err())
	return d
}
