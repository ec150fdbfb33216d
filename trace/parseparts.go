package trace

import "fmt"

// part reads an object inside a line. The fields named in must have to be there;
// those that read does not know are skipped and counted.
func (p *parser) part(must []string, read func(name string) (bool, error)) error {
	var seen keys
	err := p.object(func(name string) error {
		if !seen.add(name) {
			return p.fail("field %q stands there twice", name)
		}
		known, err := read(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if !known {
			p.unknown++
			return p.ignore()
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range must {
		if seen.add(name) {
			return p.fail("missing %s", name)
		}
	}
	return nil
}

func (p *parser) nodes() ([]int, error) {
	var list []int
	err := p.array(func() error {
		n, err := p.int()
		list = append(list, n)
		return err
	})
	return list, err
}

var prevFields = []string{"inc", "last", "events"}

func (p *parser) prev() (*Prev, error) {
	var prev Prev
	err := p.part(prevFields, func(name string) (known bool, err error) {
		switch name {
		case "inc":
			prev.Inc, err = p.uint()
		case "last":
			prev.Last, err = p.uint()
		case "events":
			prev.Events, err = p.uint()
		case "open":
			prev.Open, err = p.boolean()
		default:
			return false, nil
		}
		return true, err
	})
	return &prev, err
}

func (p *parser) changes() ([]Change, error) {
	var list []Change
	err := p.array(func() error {
		c, err := p.change()
		list = append(list, c)
		return err
	})
	return list, err
}

var changeFields = []string{"path"}

func (p *parser) change() (Change, error) {
	var c Change
	var gone bool
	err := p.part(changeFields, func(name string) (known bool, err error) {
		switch name {
		case "path":
			c.Path, err = p.str()
		case "value":
			c.Value, err = p.value()
		case "gone":
			gone, err = p.boolean()
		default:
			return false, nil
		}
		return true, err
	})
	if err == nil && gone == (c.Value != "") {
		err = p.fail("path %q must have a value or be gone, and not both", c.Path)
	}
	return c, err
}

func (p *parser) args() ([]Arg, error) {
	var list []Arg
	var seen keys
	err := p.object(func(name string) error {
		if !seen.add(name) {
			return p.fail("argument %q stands there twice", name)
		}
		v, err := p.value()
		list = append(list, Arg{Name: name, Value: v})
		return err
	})
	return list, err
}

func (p *parser) definitions() ([]NamedValue, error) {
	var list []NamedValue
	err := p.object(func(name string) error {
		v, err := p.value()
		list = append(list, NamedValue{Name: name, Value: v})
		return err
	})
	return list, err
}

func (p *parser) messages() ([]Value, error) {
	var list []Value
	err := p.array(func() error {
		v, err := p.value()
		list = append(list, v)
		return err
	})
	return list, err
}

func (p *parser) cited() ([]Cited, error) {
	var list []Cited
	err := p.array(func() error {
		c, err := p.citation()
		list = append(list, c)
		return err
	})
	return list, err
}

var citedFields = []string{"node", "inc", "seq", "msg"}

func (p *parser) citation() (Cited, error) {
	var c Cited
	err := p.part(citedFields, func(name string) (known bool, err error) {
		switch name {
		case "node":
			c.Node, err = p.int()
		case "inc":
			c.Inc, err = p.uint()
		case "seq":
			c.Seq, err = p.uint()
		case "msg":
			c.Msg, err = p.value()
		default:
			return false, nil
		}
		return true, err
	})
	return c, err
}
