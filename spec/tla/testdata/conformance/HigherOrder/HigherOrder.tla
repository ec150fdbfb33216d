---------------------------- MODULE HigherOrder -----------------------------
(* Operators as arguments: named, built in, LAMBDA, passed on, of several  *)
(* arguments.                                                              *)
EXTENDS Integers, Sequences, FiniteSets
Inc(x) == x + 1
Small(x) == x < 3
Apply(F(_), x) == F(x)
Twice(F(_), x) == F(F(x))
Both(F(_, _), x, y) == F(x, y)
Pass(F(_)) == Twice(F, 10)
Map(F(_), s) == [n \in DOMAIN s |-> F(s[n])]
Nest(F(_), G(_), x) == Apply(LAMBDA z : G(F(z)), x)
Const(x) == Apply(LAMBDA y : x, 2)
Pred(P(_), S) == {s \in S : P(s)}
VARIABLES step, val
Values == <<
  Apply(Inc, 1),
  Twice(Inc, 1),
  Twice(LAMBDA x : x * 3, 2),
  Both(+, 3, 4),
  Both(\cup, {1}, {2}),
  Both(LAMBDA x, y : x - y, 10, 3),
  Pass(LAMBDA y : y + 1),
  Pass(Inc),
  Map(LAMBDA x : Apply(LAMBDA y : y + x, x), <<1, 2>>),
  Nest(LAMBDA x : x + 1, LAMBDA x : x * 2, 5),
  Nest(LAMBDA x : x * 2, LAMBDA x : x + 1, 5),
  SelectSeq(<<1, 2, 3, 4>>, LAMBDA x : x % 2 = 0),
  SelectSeq(<<1, 2, 3, 4>>, Small),
  LET F(x) == x + 100 IN Twice(F, 1),
  LET k == 7 F(x) == x + k IN Map(F, <<1, 2>>),
  Const(1),
  {Apply(LAMBDA y : x * y, 2) : x \in {1, 2}},
  Pred(LAMBDA S : S = {}, {{}, {1}}),
  Both(Append, <<1>>, 2),
  Both(LAMBDA a, b : <<b, a>>, 1, 2)
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
