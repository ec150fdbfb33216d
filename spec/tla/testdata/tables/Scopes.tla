------------------------------- MODULE Scopes -------------------------------
(* Scopes: instances with parameters, operators as arguments, recursion, quantifiers and patterns. *)
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANT NodeS
Plus(a) == a + 100
I1 == INSTANCE ScopesInner WITH k <- 3, F <- LAMBDA x : x + 1
I2(k) == INSTANCE ScopesInner WITH F <- Plus
S(x) == INSTANCE Sequences
Nt == INSTANCE Naturals
RECURSIVE SumF(_,_)
SumF(f(_), T) == IF T = {} THEN 0 ELSE LET x == CHOOSE x \in T : TRUE IN f(x) + SumF(f, T \ {x})
RECURSIVE Ev(_), Od(_)
Ev(n) == IF n = 0 THEN TRUE ELSE Od(n-1)
Od(n) == IF n = 0 THEN FALSE ELSE Ev(n-1)
ApplyOp(Op(_,_), a, b) == Op(a,b)
Compose(G(_), H(_), x) == G(H(x))
a ++ b == <<a,b>>
a \prec b == a < b
Neg(x) == -x
postfix^+ == postfix + 1
fact[n \in 0..10] == IF n = 0 THEN 1 ELSE n * fact[n-1]
mx[S1 \in SUBSET (1..3)] == IF S1 = {} THEN 0 ELSE LET x == CHOOSE y \in S1 : \A z \in S1 : y >= z IN x + mx[S1 \ {x}]
lab(x) == foo :: x + 1

X1 == I1!G(2)
X2 == I2(5)!G(2)
X3 == I2(5)!H
X4 == I1!H
X5 == LET I3(k) == INSTANCE ScopesInner WITH F <- Neg IN I3(7)!G(1)
X6 == \A k \in 1..3 : I2(k)!H = k * 2
X7 == {I2(k)!G(k) : k \in 1..3}
X8 == LET k == 10 IN I2(k+1)!G(k)
X9 == Nt!+(1,2)
X10 == SumF(LAMBDA x : x * x, {1,2,3})
X11 == SumF(Plus, {1,2})
X12 == LET m == 3 IN SumF(LAMBDA x : x * m, {1,2,3})
X13 == {SumF(LAMBDA x : x * m, {1,2,3}) : m \in 1..3}
X14 == Ev(10)
X15 == Ev(7)
X16 == ApplyOp(+, 1, 2)
X17 == ApplyOp(++, 1, 2)
X18 == ApplyOp(LAMBDA a,b : a - b, 1, 2)
X19 == ApplyOp(\prec, 1, 2)
X20 == ApplyOp(\cup, {1}, {2})
X21 == ApplyOp(=, 1, 2)
X22 == Compose(Neg, Plus, 1)
X23 == Compose(-., Cardinality, {1,2})
X24 == Compose(LAMBDA x : {x}, LAMBDA y : y + 1, 3)
X25 == fact[10]
X26 == fact[11]
X27 == mx[{1,2,3}]
X28 == mx
X29 == lab(3)
X30 == lab(3)!foo
X31 == LET f[x \in 1..3, y \in {1,2}] == x * y IN f[3,2]
X32 == LET f[x \in 1..3, y \in {1,2}] == x * y IN f[<<3,2>>]
X33 == LET f[<<x,y>> \in {<<1,2>>}, z \in {1}] == x + y + z IN f[<<1,2>>, 1]
X34 == LET f[n \in Nat] == IF n = 0 THEN 0 ELSE 2 + f[n-1] IN f[100]
X35 == LET f == [n \in Nat |-> n * 2] IN f[100]
X36 == LET f == [n \in Nat |-> n * 2] IN [f EXCEPT ![3] = 0][3]
X37 == CHOOSE n \in NodeS : TRUE
X38 == CHOOSE n \in NodeS \ {CHOOSE n \in NodeS : TRUE} : TRUE
X39 == CHOOSE s \in SUBSET NodeS : Cardinality(s) = 2
X40 == CHOOSE f \in [NodeS -> {1,2}] : \E n \in NodeS : f[n] = 2
X41 == LET RECURSIVE toSeq(_) toSeq(T) == IF T = {} THEN <<>> ELSE LET x == CHOOSE x \in T : TRUE IN <<x>> \o toSeq(T \ {x}) IN toSeq(NodeS)
X42 == LET RECURSIVE toSeq(_) toSeq(T) == IF T = {} THEN <<>> ELSE LET x == CHOOSE x \in T : TRUE IN <<x>> \o toSeq(T \ {x}) IN toSeq({"q3","q1","q2"})
X43 == CHOOSE p \in NodeS \X NodeS : p[1] # p[2]
X44 == CHOOSE r \in [who : NodeS, what : {"zz","yy"}] : TRUE
X45 == CHOOSE r \in {<<"zz",1>>,<<"yy",2>>} : TRUE
X46 == LET g(a) == LET h(b) == a + b IN h(a) IN g(2) + g(3)
X47 == LET x == 1 y == x + 1 IN <<x,y>>
X48 == LET x == 1 IN LET y == x IN LET z(x1) == y + x1 IN z(x)
X49 == [i \in 1..3 |-> [j \in 1..i |-> i * j]]
X50 == {[i \in 1..2 |-> IF i = 1 THEN a ELSE b] : a \in {1}, b \in {2,3}}
X51 == [[i \in 1..3 |-> [a |-> i, b |-> <<i>>]] EXCEPT ![2].b[1] = @ + 5, ![2].a = @ + 1, ![3] = [@ EXCEPT !.a = @ * 2]]
X52 == \E <<x,y>> \in {1,2} \X {3}, z \in {3} : y = z
X53 == \A x \in {1,2}, y, z \in {3} : x < y /\ y = z
X54 == {<<x,y,z>> : x \in {1}, y, z \in {2,3}}
X55 == CASE 1 = 2 -> 1 [] 2 = 2 -> 2 [] OTHER -> 3
X56 == IF 1 = 1 /\ (2 = 2 \/ 1 \div 0 = 1) THEN "a" ELSE "b"
X57 == \A x \in 1..0 : x \div 0 = 1
X58 == UNION {{1,2},{3}}
X59 == {1,2} \X {3} \X {4}
X60 == ({1,2} \X {3}) \X {4}
X61 == <<1,2>> \in {1} \X {2}
X62 == DOMAIN [x \in {1,2}, y \in {3} |-> 0]
X63 == [a |-> 1, b |-> [c |-> 2]].b.c
X64 == <<<<1,2>>,<<3>>>>[1][2]
X65 == "abc" = "abc"
X66 == "a" < "b"
X67 == ~TRUE
X68 == TRUE => FALSE
X69 == TRUE \equiv TRUE
X70 == TRUE <=> FALSE
X71 == {} \in {{}}
X72 == SUBSET {} = {{}}
X73 == {TRUE} \subseteq BOOLEAN
X74 == 2 * 3
X75 == 5 % 3 = 2
X76 == 7 \div 2
X77 == (-7) \div 2
X78 == (2^3)^1
X79 == 1..3 \cup {5}
X80 == {1,2,3} \ 2..2
X81 == Len(<<1,2>> \o <<>>)
X82 == Tail(<<1,2,3>>)
X83 == SelectSeq(<<1,2,3>>, LAMBDA x : x # 2)
X84 == Seq({1}) = Seq({2})
X85 == 1 :> "a" @@ "b" :> 2
X86 == [x \in {1,"a"} |-> 1]
X87 == DOMAIN (1 :> 2 @@ 2 :> 3)
X88 == Permutations(NodeS)
X89 == Cardinality(Permutations({1,2,3}))
X90 == (CHOOSE x \in {1} : TRUE) + 1
X91 == TLCEval({x \in 1..3 : x > 1})
X92 == LET Op(F(_), x) == F(x) IN Op(LAMBDA y : y + 1, 2)
X93 == LET Op(F(_), x) == F(x) IN LET z == 5 IN Op(LAMBDA y : y + z, 2)
X94 == <<1,2,3>> = [i \in 1..3 |-> i]
X95 == [a |-> 1] = [x \in {"a"} |-> 1]
X96 == (1 :> 2 @@ 2 :> 3) = <<2,3>>
X97 == {<<1>>, [x \in {1} |-> 1]}
X98 == [x \in {1,2} |-> 1] \in [{1,2} -> {1}]
X99 == [x \in {1,2} |-> 1] \in Seq({1})
X100 == (1 :> 1 @@ 2 :> 1) \in Seq({1})
=============================================================================
