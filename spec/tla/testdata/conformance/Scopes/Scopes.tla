------------------------------- MODULE Scopes -------------------------------
(* Names that could be captured: parameters, bound variables, LET, LAMBDA  *)
(* and arguments of the same name.                                         *)
EXTENDS Integers, Sequences
y0 == 7
Add(y, x) == x + y
Sub(y, x) == y - x
Sum2(x) == LET y == x * 2 IN y + x
Outer(x) == LET Inner(y) == x + y IN Inner(1) + Inner(2)
Shadow(x) == LET g(z) == LET x1 == z + x IN x1 * x IN g(x + 1)
Apply(F(_), x) == F(x)
Twice(F(_), x) == F(F(x))
VARIABLES step, val
Values == <<
  LET f(x) == x + 1 IN {f(y) : y \in {1, 2}},
  {Add(x, 1) : x \in {1, 2}},
  {Sum2(y) : y \in {1, 2}},
  [x \in {1, 2} |-> Sum2(x)],
  LET a == 1 IN LET b == a + 1 IN a + b,
  Outer(5),
  [k \in {1, 2} |-> Outer(k)],
  Shadow(3),
  Sub(4, 1),
  Sub(y0, Sub(1, y0)),
  [y \in {1, 2} |-> Apply(LAMBDA x : x + y, y * 10)],
  [x \in {1, 2} |-> Apply(LAMBDA z : Apply(LAMBDA w : w + z + x, 1), 100)],
  LET S(n) == {m \in 1 .. n : m < n} IN [n \in {1, 3} |-> S(n)],
  {{x + y : x \in {10}} : y \in {1, 2}},
  Twice(LAMBDA v0 : Sub(v0, 1), 9),
  {Apply(LAMBDA u : {u + t : t \in {1}}, s) : s \in {10, 20}}
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
