------------------------------- MODULE Values -------------------------------
(* Values: equality, order, membership, sets, functions, sequences and the standard modules. *)
EXTENDS Integers, Sequences, FiniteSets, TLC, Bags
CONSTANTS MV, A1, B1, TA, TB, UA, S1, Op1(_,_)
Op1Def(a,b) == a + b
RECURSIVE Fact(_)
Fact(n) == IF n = 0 THEN 1 ELSE n * Fact(n-1)
Twice(F(_), x) == F(F(x))
RECURSIVE Fold(_,_,_)
Fold(F(_,_), b, s) == IF s = <<>> THEN b ELSE F(Head(s), Fold(F, b, Tail(s)))
fib[n \in Nat] == IF n < 2 THEN n ELSE fib[n-1] + fib[n-2]
ack[m \in Nat, n \in Nat] == IF m = 0 THEN n+1 ELSE IF n = 0 THEN ack[m-1,1] ELSE ack[m-1, ack[m, n-1]]
gcd[m, n \in 1..20] == IF m = n THEN m ELSE IF m < n THEN gcd[m, n-m] ELSE gcd[m-n, n]
two[x \in 1..2, <<y,z>> \in {<<1,2>>,<<3,4>>}] == x + y * z

X1 == <<1>> = <<1,2>>
X2 == 1 = "a"
X3 == {1,"a"}
X4 == {1} = {"a"}
X5 == {"a"} = {1,2}
X6 == {1} = {1,2}
X7 == <<1>> = <<"a">>
X8 == <<1,"a">> = <<2,1>>
X9 == <<"a",1>> = <<1,2>>
X10 == [a |-> 1] = [a |-> "x"]
X11 == [a |-> 1] = [b |-> "x"]
X12 == [a |-> 1, b |-> 2] = [a |-> 1]
X13 == MV = 1
X14 == MV = "MV"
X15 == MV = {}
X16 == MV = <<>>
X17 == {MV} = {1}
X18 == {MV, 1}
X19 == {MV, 1, "a"}
X20 == {1, MV, "a"}
X21 == 1 = TRUE
X22 == TRUE = 1
X23 == TRUE = "x"
X24 == "x" = TRUE
X25 == "x" = {}
X26 == {} = "x"
X27 == {} = <<>>
X28 == <<>> = {}
X29 == 1 = <<1>>
X30 == <<1>> = 1
X31 == <<1>> = [a |-> 1]
X32 == [a |-> 1] = <<1>>
X33 == [a |-> 1] = 1
X34 == [x \in {1} |-> 1] = <<1>>
X35 == [x \in {2} |-> 1] = <<1>>
X36 == [x \in {"a"} |-> 1] = [a |-> 1]
X37 == [x \in {} |-> 1] = <<>>
X38 == <<>> = [x \in {} |-> 1]
X39 == 1 \in {"a"}
X40 == "a" \in {1}
X41 == 1 \in {1,"a"}
X42 == 1 \in {}
X43 == 1 \in {MV}
X44 == MV \in {1}
X45 == MV \in {MV,1}
X46 == 1 \in {TRUE}
X47 == <<1>> \in {<<"a">>}
X48 == <<1>> \in {<<1,2>>}
X49 == 1 \in {<<1>>}
X50 == "a" \in 1..2
X51 == <<1>> \in 1..2
X52 == MV \in 1..2
X53 == "a" \in Nat
X54 == MV \in Nat
X55 == MV \in Int
X56 == -1 \in Nat
X57 == <<>> \in Int
X58 == TRUE \in Int
X59 == 1 \in STRING
X60 == MV \in STRING
X61 == "a" \in STRING
X62 == 1 \in BOOLEAN
X63 == "a" \in BOOLEAN
X64 == MV \in BOOLEAN
X65 == TRUE \in BOOLEAN
X66 == 1 \in 1
X67 == 1 \in "abc"
X68 == 1 \subseteq {1}
X69 == {1} \subseteq 1
X70 == {1} \subseteq {"a"}
X71 == {} \subseteq {"a"}
X72 == {1,2} \subseteq Nat
X73 == {1,"a"} \subseteq Nat
X74 == Nat \subseteq Nat
X75 == Nat \subseteq Int
X76 == Nat = Nat
X77 == Nat = Int
X78 == Nat = {1}
X79 == {1} = Nat
X80 == {} = Nat
X81 == Int = {}
X82 == STRING = STRING
X83 == (1..3) = {1,2,3}
X84 == (3..1) = {}
X85 == {} = (3..1)
X86 == (3..1) = (5..2)
X87 == 1..2 = 1..3
X88 == SUBSET {1,2} = {{},{1},{2},{1,2}}
X89 == SUBSET {1} = SUBSET {1}
X90 == SUBSET Nat = SUBSET Nat
X91 == {1} \in SUBSET Nat
X92 == {"a"} \in SUBSET Nat
X93 == 1 \in SUBSET Nat
X94 == {1,2} \in SUBSET (1..5)
X95 == Nat \in SUBSET Nat
X96 == Nat \in SUBSET Int
X97 == [1..2 -> {1}] = {<<1,1>>}
X98 == <<1,2>> \in [1..2 -> Nat]
X99 == <<1,2>> \in [1..3 -> Nat]
X100 == <<1,2>> \in [Nat -> Nat]
X101 == [x \in Nat |-> x] \in [Nat -> Nat]
X102 == [a |-> 1] \in [a : Nat]
X103 == [a |-> "x"] \in [a : Nat]
X104 == [a |-> 1] \in [a : Nat, b : Nat]
X105 == 1 \in [a : Nat]
X106 == <<1>> \in [a : Nat]
X107 == MV \in [a : Nat]
X108 == "a" \in [{1} -> {2}]
X109 == MV \in [{1} -> {2}]
X110 == MV \in {1} \X {2}
X111 == 1 \in {1} \X {2}
X112 == <<1,2>> \in Nat \X Nat
X113 == <<1,2>> \in Nat \X Nat \X Nat
X114 == <<1,2,3>> \in Nat \X Nat \X Nat
X115 == <<<<1,2>>,3>> \in (Nat \X Nat) \X Nat
X116 == [a |-> 1] \in Nat \X Nat
X117 == MV \in SUBSET {1}
X118 == MV \in Seq(Nat)
X119 == 1 \in Seq(Nat)
X120 == <<1,2>> \in Seq(Nat)
X121 == <<"a">> \in Seq(Nat)
X122 == <<>> \in Seq({})
X123 == [a |-> 1] \in Seq(Nat)
X124 == [x \in {2} |-> 1] \in Seq(Nat)
X125 == "abc" \in Seq(STRING)
X126 == Seq(Nat) = Seq(Nat)
X127 == {<<1>>} \subseteq Seq(Nat)
X128 == 1 \in UNION {{1},{2}}
X129 == UNION SUBSET {1,2}
X130 == UNION {}
X131 == UNION {1}
X132 == 1 \in Nat \cup {"a"}
X133 == "a" \in Nat \cup {"a"}
X134 == "b" \in Nat \cup {"a"}
X135 == "b" \in {"a"} \cup Nat
X136 == 1 \in {"a"} \cup Nat
X137 == 1 \in Nat \cap {1}
X138 == Nat \cap {1,-1}
X139 == {1,-1} \cap Nat
X140 == Nat \ {1}
X141 == 2 \in Nat \ {1}
X142 == 1 \in Nat \ {1}
X143 == "a" \in Nat \ {1}
X144 == Nat \cap Int
X145 == {1,2} \cup {"a"}
X146 == {1} \cap {"a"}
X147 == {1} \ {"a"}
X148 == {1,2} \cap {2,3}
X149 == CHOOSE x \in {3,1,2} : TRUE
X150 == CHOOSE x \in {"c","a","b"} : TRUE
X151 == CHOOSE x \in {<<2>>,<<1,1>>} : TRUE
X152 == CHOOSE x \in {<<2,1>>,<<1,5>>} : TRUE
X153 == CHOOSE x \in {{2},{1,3}} : TRUE
X154 == CHOOSE x \in {{1,4},{2,3}} : TRUE
X155 == CHOOSE x \in {[b |-> 1, a |-> 2],[a |-> 1, b|-> 2]} : TRUE
X156 == CHOOSE x \in {[b |-> 1],[a |-> 1, b|-> 2]} : TRUE
X157 == CHOOSE x \in S1 : TRUE
X158 == CHOOSE x \in {MV, A1, B1} : TRUE
X159 == CHOOSE x \in {B1, MV, 1} : TRUE
X160 == CHOOSE x \in SUBSET {1,2,3} : x # {}
X161 == CHOOSE x \in [{1,2} -> {1,2}] : x[1] # x[2]
X162 == CHOOSE x \in {1,2} \X {3,4} : x[1] = 2
X163 == CHOOSE x \in {1} : x > 1
X164 == CHOOSE x \in {} : TRUE
X165 == CHOOSE x : x = 1
X166 == CHOOSE x : x \notin {1}
X167 == \E x : x = 1
X168 == \A x : x = 1
X169 == \E x \in Nat : x = 1
X170 == \A x \in Nat : x > 1
X171 == CHOOSE x \in Nat : x > 3
X172 == \E x \in {1,"a"} : x = 1
X173 == \A x,y \in {1,2} : x = y
X174 == \E <<x,y>> \in {<<1,2>>} : x < y
X175 == \E <<x,y>> \in {<<1,2,3>>} : x < y
X176 == {<<x,y>> \in {<<1,2>>,<<3,4>>} : x = 1}
X177 == {x + y : x \in {1,2}, y \in {10,20}}
X178 == {x + y : <<x,y>> \in {<<1,2>>}}
X179 == [x \in {1,2}, y \in {3} |-> x + y]
X180 == [<<x,y>> \in {<<1,2>>} |-> x+y]
X181 == [<<x,y>> \in {<<1,2>>}, z \in {1} |-> x+y+z]
X182 == [x, y \in {1,2} |-> x+y][1,2]
X183 == [x, y \in {1,2} |-> x+y][<<1,2>>]
X184 == [x \in {1,2} |-> x][3]
X185 == <<1,2>>[3]
X186 == <<1,2>>[0]
X187 == <<1,2>>["a"]
X188 == [a |-> 1].b
X189 == [a |-> 1]["a"]
X190 == [a |-> 1][1]
X191 == [x \in {1,2} |-> x]["a"]
X192 == [x \in Nat |-> x][-1]
X193 == [x \in Nat |-> x][5]
X194 == <<Nat>>
X195 == [a |-> Nat]
X196 == [a |-> Nat].a
X197 == <<Nat>>[1] = Nat
X198 == {Nat}
X199 == {Nat, Int}
X200 == {1} \in {Nat}
X201 == 1[2]
X202 == "abc"[1]
X203 == MV[1]
X204 == MV.a
X205 == fib[10]
X206 == ack[2,3]
X207 == gcd[12,18]
X208 == two[2,<<3,4>>]
X209 == two
X210 == DOMAIN two
X211 == DOMAIN fib
X212 == DOMAIN <<1,2>>
X213 == DOMAIN [a |-> 1, b |-> 2]
X214 == DOMAIN <<>>
X215 == DOMAIN 1
X216 == DOMAIN "abc"
X217 == DOMAIN MV
X218 == [<<1,2>> EXCEPT ![1] = 5]
X219 == [<<1,2>> EXCEPT ![3] = 5]
X220 == [<<1,2>> EXCEPT !["a"] = 5]
X221 == [[a |-> 1] EXCEPT !.a = @ + 1]
X222 == [[a |-> 1] EXCEPT !.b = 2]
X223 == [[a |-> 1] EXCEPT ![1] = 2]
X224 == [[a |-> [b |-> 1]] EXCEPT !.a.b = @ + 1]
X225 == [[a |-> [b |-> 1]] EXCEPT !.a.c = @ + 1]
X226 == [[a |-> <<1,2>>] EXCEPT !.a[2] = @ * 10, !.a[1] = @ + 7]
X227 == [[x \in {1,2} |-> 0] EXCEPT ![1] = 1, ![1] = @ + 1]
X228 == [[x \in {1,2} |-> 0] EXCEPT ![3] = 1]
X229 == [[x, y \in {1,2} |-> 0] EXCEPT ![1,2] = 1]
X230 == [1 EXCEPT ![1] = 2]
X231 == [MV EXCEPT ![1] = 2]
X232 == [[x \in Nat |-> 0] EXCEPT ![3] = 1][3]
X233 == [[x \in Nat |-> 0] EXCEPT ![3] = 1][4]
X234 == [fib EXCEPT ![3] = 100][3]
X235 == [fib EXCEPT ![3] = 100][4]
X236 == [[a |-> Nat] EXCEPT !.a = 1]
X237 == Len("abc")
X238 == "abc" \o "def"
X239 == "abc" \o <<1>>
X240 == <<1>> \o "abc"
X241 == SubSeq("abcdef", 2, 4)
X242 == Head("abc")
X243 == Tail("abc")
X244 == Append("abc", "d")
X245 == Append("abc", 1)
X246 == SelectSeq("abc", LAMBDA x : TRUE)
X247 == SubSeq(<<1,2,3>>, 2, 5)
X248 == SubSeq(<<1,2,3>>, 0, 2)
X249 == SubSeq(<<1,2,3>>, 3, 2)
X250 == SubSeq(<<1,2,3>>, 5, 2)
X251 == SubSeq(<<1,2,3>>, 4, 4)
X252 == Head(<<>>)
X253 == Tail(<<>>)
X254 == Tail(<<1>>)
X255 == Len([x \in {1,2} |-> x])
X256 == Len([x \in {2,3} |-> x])
X257 == Len([a |-> 1])
X258 == Len(1)
X259 == Len({})
X260 == Append(<<1>>, Nat)
X261 == Append([x \in {1} |-> 1], 2)
X262 == <<1>> \o <<2>>
X263 == SelectSeq(<<1,2,3,4>>, LAMBDA x : x % 2 = 0)
X264 == Cardinality({1,2,1})
X265 == Cardinality(Nat)
X266 == Cardinality(SUBSET {1,2,3})
X267 == Cardinality(SUBSET (1..40))
X268 == Cardinality([1..3 -> 1..2])
X269 == Cardinality(1..1000000000)
X270 == Cardinality(1)
X271 == IsFiniteSet(Nat)
X272 == IsFiniteSet({1})
X273 == IsFiniteSet(1..3)
X274 == IsFiniteSet(SUBSET Nat)
X275 == IsFiniteSet(SUBSET {1})
X276 == IsFiniteSet([{1} -> Nat])
X277 == IsFiniteSet({x \in Nat : x < 3})
X278 == IsFiniteSet(Seq({1}))
X279 == IsFiniteSet(1)
X280 == IsFiniteSet(Nat \cup {1})
X281 == IsFiniteSet(Nat \cap {1})
X282 == 1 \div 0
X283 == 5 \div 2
X284 == (-5) \div 2
X285 == 5 \div (-2)
X286 == (-5) % 3
X287 == 5 % (-3)
X288 == 5 % 0
X289 == 2^10
X290 == 2^31
X291 == 2^(-1)
X292 == 0^0
X293 == 2147483647 + 1
X294 == -2147483647 - 2
X295 == 65536 * 65536
X296 == - 2147483647 - 1
X297 == 1 + "a"
X298 == "a" + 1
X299 == 1 < "a"
X300 == 1 < MV
X301 == 1 .. "a"
X302 == \b101
X303 == \hFF
X304 == \o17
X305 == TRUE /\ 1
X306 == FALSE /\ 1
X307 == 1 /\ TRUE
X308 == TRUE \/ 1
X309 == FALSE \/ 1
X310 == ~1
X311 == FALSE => 1
X312 == (TRUE => 1)
X313 == 1 <=> 1
X314 == TRUE <=> FALSE
X315 == IF 1 THEN 2 ELSE 3
X316 == IF TRUE THEN 1 ELSE 1 \div 0
X317 == CASE FALSE -> 1
X318 == CASE FALSE -> 1 [] TRUE -> 2
X319 == CASE FALSE -> 1 [] OTHER -> 3
X320 == CASE 1 = 1 -> 1 [] 1 = 1 -> 2
X321 == Fact(10)
X322 == Fact(20)
X323 == Twice(LAMBDA x : x * 2, 3)
X324 == Twice(-., 3)
X325 == Fold(+, 0, <<1,2,3>>)
X326 == Fold(LAMBDA a, b : a * b, 1, <<2,3,4>>)
X327 == Fold(Op1, 0, <<1,2,3>>)
X328 == Fold(\o, <<>>, << <<1>>, <<2>> >>)
X329 == Fold(LAMBDA a,b : {a} \cup b, {}, <<1,2>>)
X330 == Fold(\cup, {}, <<{1},{2}>>)
X331 == Fold(Append, <<>>, <<1,2>>)
X332 == Op1(3,4)
X333 == ToString(1)
X334 == ToString("a")
X335 == ToString(<<"a", MV>>)
X336 == ToString([a |-> "x"])
X337 == ToString(Nat)
X339 == ToString([x \in {5,6} |-> x])
X340 == Assert(TRUE, "no")
X341 == Assert(FALSE, "no")
X342 == Assert(1, "no")
X343 == TLCEval([x \in {1,2} |-> x])
X344 == Permutations({1,2})
X345 == Permutations({MV,A1})
X346 == SortSeq(<<3,1,2>>, <)
X347 == SortSeq(<<3,1,2>>, LAMBDA a,b : a > b)
X348 == SortSeq(<< <<1,"b">>, <<1,"a">>, <<0,"c">> >>, LAMBDA a,b : a[1] < b[1])
X349 == 1 :> 2
X350 == 1 :> 2 @@ 1 :> 3
X351 == 1 :> 2 @@ 3 :> 4 @@ 1 :> 9
X352 == "a" :> 1 @@ "b" :> 2
X353 == 1 :> 5 @@ 2 :> 6
X354 == <<1,2>> @@ <<3,4,5>>
X355 == [a |-> 1] @@ [b |-> 2]
X356 == 1 @@ 2
X357 == 1 \in Any
X358 == Any
X359 == EmptyBag
X360 == SetToBag({1,2})
X361 == BagToSet(SetToBag({1,2}))
X362 == BagIn(1, SetToBag({1}))
X363 == BagIn(2, SetToBag({1}))
X364 == SetToBag({1}) (+) SetToBag({1,2})
X365 == SetToBag({1,2}) (-) SetToBag({1})
X366 == BagUnion({SetToBag({1}), SetToBag({2})})
X367 == BagUnion({SetToBag({1}), SetToBag({1,2})})
X368 == SetToBag({1}) \sqsubseteq SetToBag({1,2})
X369 == SubBag(SetToBag({1,2}))
X370 == SubBag(1 :> 2)
X371 == BagCardinality(1 :> 3 @@ 2 :> 1)
X372 == CopiesIn(1, 1 :> 3)
X373 == CopiesIn(2, 1 :> 3)
X374 == BagOfAll(LAMBDA x : x % 2, SetToBag({1,2,3}))
X375 == IsABag(1 :> 2)
X376 == IsABag(1 :> 0)
X377 == IsABag(<<1>>)
X378 == BagCardinality(<<"a">>)
X379 == EmptyBag (+) EmptyBag
X380 == TA = TB
X381 == TA = UA
X382 == TA = 1
X383 == TA = A1
X384 == {TA} = {1}
X385 == TA \in {TB, A1}
X386 == TA \in {1}
X387 == {TA, 1}
X388 == "a\"b\\c\td"
X389 == "a\nb"
X390 == LET f[x \in {1,2}] == x * 2 IN f
X391 == LET f(x) == x * 2 IN f(4)
X392 == LET RECURSIVE g(_) g(n) == IF n = 0 THEN 0 ELSE 1 + g(n-1) IN g(5)
X393 == LET RECURSIVE g(_,_) g(F(_), n) == IF n = 0 THEN 0 ELSE F(n) + g(F, n-1) IN g(LAMBDA x : x * 2, 5)
X394 == LET k == 3 RECURSIVE g(_,_) g(F(_), n) == IF n = 0 THEN k ELSE F(n) + g(F, n-1) IN LET z == k + 1 IN g(LAMBDA x : x * z, 5)
X395 == [x \in {1,2} |-> x] = [x \in {1,2} |-> "a"]
X396 == [{1} -> {}]
X397 == [{} -> {1}]
X398 == [{} -> {}]
X399 == [a : {}]
X400 == {} \X {1}
X401 == {1} \X {2} \X {3}
X402 == [a : {1,2}, b : {3}]
X403 == SUBSET {1,2}
X404 == [1..2 -> {3,4}]
X405 == {x \in 1..5 : x > 2}
X406 == 2 \in {x \in Nat : x < 3}
X407 == {x \in SUBSET {1,2} : Cardinality(x) = 1}
X408 == <<1, <<2>> >> = <<1, 2>>
X409 == <<2, <<2>> >> = <<1, 2>>
X410 == {<<1,"a">>, <<2, 3>>}
X411 == {<<1,"a">>, <<1, 3>>}
X412 == {[t |-> "a", v |-> 1], [t |-> "b", v |-> "x"]}
X413 == {[t |-> "a", v |-> 1], [t |-> "a", v |-> "x"]}
X414 == {[a |-> 1], [b |-> "x"]}
X415 == {<<1>>, <<"a", 2>>}
X416 == {{1}, {"a"}}
X417 == {{1}, {"a", "b"}}
X418 == {{}, {"a"}, {1}}
X419 == {TRUE, 1}
X420 == {<<>>, {}}
X421 == {[x \in {1} |-> 1], <<1>>, 1 :> 1}
X422 == [a |-> 1, b |-> "x"] \in {[a |-> 2, b |-> 3]}
X423 == <<1,2>> \in {<<"a">>}
X424 == UNCHANGED 1
X425 == 1'
X426 == (1 + 1)'
X427 == LET x == 1 IN x'
X428 == {1,2} = 1..2
X429 == 1..2 \subseteq 1..3
X430 == (1..2) \cup (5..6)
X431 == (-5)..(-3)
X432 == {x : x \in 1..3}
X433 == {{x} : x \in 1..3}
X434 == \A x \in {} : 1
X435 == \E x \in {} : 1
X436 == \A x \in {1} : 1
X437 == \E x \in {1} : x
X438 == 1 # "a"
X439 == MV # 1
X440 == 1 \notin {"a"}
X441 == STRING
X442 == BOOLEAN
X443 == Nat
X444 == Int
X445 == Seq({1})
X446 == SUBSET Nat
X447 == Nat \X Nat
X448 == [Nat -> Nat]
X449 == [a : Nat]
X450 == <<"a">> = "a"
X451 == <<1>> = "ab"
X452 == "a" = <<"a">>
X453 == <<1>> = "a"
X454 == <<"a", "b">> = "ab"
=============================================================================
