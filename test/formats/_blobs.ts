// Written by _blobs.py: files of PyTorch and NumPy, deflated, in base64.
import { inflateSync } from "node:zlib";

export const torchZip: Buffer = blob(
  "eNqll1twE1UYxzeXpmmAtlTkJkIVxBahNJemLbeWgAFcLu0CGuulbJJtE9gm+TYnhYJIUVOoFwTFCyiIFxBmfPFRZ1SGF31hRhgffPRF5dXxyd" +
    "Ghnss23XMCLSQ7zdnZzfn//t+5fV/aJTuckuR2S0VXrVQnqUYskRzUVsZVpDZl9unhULXUw13D9sMgNUQwQ4qqWQ1sMZTGoqbeHErqWU+voUVz" +
    "ST3ei7RUNm30Dvo8YG9oiFTi/lncU+3XwMEknrCeVtFO9tIDzogN92mGiogD32OZHLhkF4LKblmSXXlwy7Y8VI3GYmld12IomU5lPTuMuGZo8Y" +
    "3JGPKAp1GBaQimKzCDRpdRDQTVCWyecCSciYoExdV0yzbZnoda0swcTRBVHYIHFJgVcWEVyhkpLQ4PirrZJAyHbB+BORjgGIG5TDsPwXwFHqLa" +
    "bEzVVQMWjGvpgLzwMCbYECzEhMZGplqEoF6BRyIVuIM2kEFD8Cgn8sFiLJIQLCG2EvF7DLvbRmApAzyOoEGBRgroN9L7U7CMA/jhCea6nMadhx" +
    "WylIcmJl6JoFkBb6SKzZI6oCHNAN9dFrLQwwN+ziMAAebRQjzw6gRJ08o82hC0K7DqOH1YfQzWKLCWLmxfMADrGMfcBhvTuaiuFfZBB4W3QCeG" +
    "2xGsJ3C8ViEC38DgGxE8qUCY8bxB2MTxNqt6X4G2mdKCsAXTHAieMqdDJrStjLYNwXYFdrAtTXBdHC5Et6k3WEB2U2QrKCzAnWaAuwhyN0M+je" +
    "AZBSI0wCQe8LMccWs61V+g9VBaGzzHaM+btBcI7UVG60WwRwGV0fw+iHK0LamJMxSjsHaIs4XRzIXpI00/gyUQJBXYy2B4sPs42M5E2pjA6RE7" +
    "2cHNMMB4KZOXJk2G8QCBoUCW9ky2AeJwGxKqUaDlGM0Lg4y236QdIM0Qox1EcEiBl2jPXBsc5ldiCE1sk5cZzQdHGG3YpB0lzSuM9iqC1xTIs5" +
    "VNp3UY4Xn4VYF3jPH8cJwtxKi5EK8T3huM9yaCtxQ4QZNZLD2Q0bUD8DY/YPaWz2wnGToAp1io75ihvkua0wz9HoL3FfiAHug4Gspo8KGJ7GPb" +
    "zwNnaJKJa4PJmAZnzW/Zowc+ooOM5eIqfEzyxDkFztNX2eRBDT4ZX1784IELsp1klE/z8JkCn9NeqtGfhS9i+IaPe1bzbMdHPptRCfli41G4dB" +
    "i+bKB7KwOXZaDj0Q24sqmjK7rt5l9X/stFc01dcqW7b3S1ez4Ok3y67lppqqVlXKVZ2RwOLRXqzN0uRhjuwE0n/sOfYfy50Enc55z889Rc/AX5" +
    "TOa+nHf3hkMN9+hO/OupV9O3C66RmXNO6lUjdQheeKir79nsDtcvt4n72PXjt8ki2KdwXy+446GuLce9p+cfYt9yMTab7AbbFPYhwd4XDq0rz7" +
    "7nJ+Jfc/G7TaX4+8v3t0kkgO8XX4uUMv+Bsud/fP+TKBbt/fEWsXUXopDuuN/X8FHgVWgrOYjJztUs3gfPdq1UHP9v9PzsGfijaurzU40POcfE" +
    "E7hGKm/+rv5A/Hdc2vN1Cf4t5fqfPUOubzpMg6skliO/V22rpb/AJ48lwMcSDIea7zuWvqaxQ2wPD+tLTpCK4prCdR3v2hoOrSpjBq6vjY4R96" +
    "+G5v1dwvy3lb/++BobG3OYDiSWDc7Kn0uY//ZS5v9f7E08LyfOZe6vfgxqRhb/21Nm/fB7iPuN8/27J/KXjdwK/tYaXlsUkfgfoqi21uBqTrnX" +
    "JQlVX9RaayqvvSVqvaLWWhFrOO2uSlFbZGytZ7z4ZpG4yNlajHhxt1sU+0SxtZDw4htFYr8otuZ/XqxUieLAuPjOJcJ6/SqKi6K2Jm9e2+kRtE" +
    "VBWxMvrz0tagOi1pooee2saYK2RdRa0x2vvSBqg6LWmqx47ezpgrZV1FqTizBeUdsmaq1JgtfWzxC07aLWesT5zXHaojWTSpfsci03v17oWFHo" +
    "OlO4O53sXlc9nj1dlXQa6tgz+0FW4WKambQ/6/s/qSxKOg==",
);

export const torchStream: Buffer = blob(
  "eNp1lVl320QUx205cRq1actOWcPusATHdmQbKAltSFvUpKnCIpZiZFmJXRTLf2mUNi2BFHCalH2npUDZW/gEPMEjL7xw+AC88shjDz2EGc3Yjt" +
    "TTOcfXo9Gd370zd9GSdEK2L5weP99/8OzUtsElaeLvBJWLiKX0rbFYrOE6xDEduzRvuV7NqSNOFfQ++sauEWJbJateqRl1SCu6TBfJQsMqebUj" +
    "lofEIrpSejdd9KqOS9CtSnqCPtXqBEm1S+9iDKc+ix61y/dbNtlq2fAsxE3iuGZ1sOSTmu3JJdcq+zW7UiJW3XPc0nxGhpRK6T2MTzWNWQsJvk" +
    "Uetx2DTPNFGV16L9XJpYfT+Xw2r6A78MJs+NSL5CRBz341piab2KDGm+hdNelhbcsk9KyevM+tWK5VGauZRIY8oGEjwSYNfYGbDYOeanOVelFN" +
    "VKNWtlQ5fet+Na5KTVzGxOWrVQa5guBKDVfpSXZhvlu3Krj6EphrBOZa5mRClZaxjfISy7iOo64nuEHDjQHKMw3bcHFTCJXNZZVcRsmlcTNFxS" +
    "mqn6IGBvj2Wwhu1XBbECVrrkEWcPvFjgwXlQLuoLtjdPedzJEY8+Au6k98GSlOGiC4W8M9AWnWdQ7Vce/FJCWt5HCf8GMwOFIT96uxJtKcMkSQ" +
    "0ZANdtDrNeYsYrnIXSIV2hoyhqPG6BgazkARxvLMGI1vgYkiN/YAwYMaHloJHrYfx8MaRoLcmKFejnKgyKgxxy/bVjulHhFWioX8UD6Xww5qRa" +
    "JWdjIrNM5jzMqj3Mo4wS4Nuzl4SMGeEHi3Yc+0sY+twxYLOagUm6DYveKmJhh2kmP3EUxp2M/rhXG1EHdHUANDSps93WEH2fC4cPkJ4fKTjP0U" +
    "Z+sET2t4hlcrvYtnQ+i9tGbb2Oc62GymqOCAwD4vsCWGfYFjDYKyBpNjsxlUQtg99U7JWuuoRRrFGRHFWRHFKhM1Tj1I8KIGm1PpPcyFqNOs9b" +
    "S59Q43p6QLcAS3IbhgwuVcj4Bo8HWJcQuYD2F3Vg23TT3UoQ7Tu8VhQV0Q1CNMHOXUlwgWNbwcUP0CXgkHbYF0cmxpHZUV4DFBfVVQX2PidU5t" +
    "EixrOM6TwXFsrIS5dKnNXe1wFSWfwQkRsTdExN5k3Lc4922CdzS8GzRZ05lr2NZhvBe+CL4a7rjvd0wETewD4fqHwvWPmPiYm/iE4FMNJ4O+UW" +
    "FfD5wS6BmewTI+C7pbxZqvmRZOi7f8UcbnwaFNv2LgC9aOvtRwJlhiHyF81UoD+iDja1VijeubJr7V8F2gZbizHr436R9tJp4lT9KG4jUMRv5h" +
    "4BjOLuJcSo+zboQfVQRhs138tGtkqjzxxz/nLvhl9uU6wL5c4W4bj/RPKdIFE5FGH21c3ZEWk4z0hp5IPW+IFGJvpITkSOpvjCTtpki69UXSZH" +
    "MkplusQXYtfPSPtmadtb9Gk7H1Y2mECqo3Sn9L9HdmtKP76y+SmJ06ycbPI60XCTGZGVw7Go+1tH7fXl6T1sPX1tYSEQ/+pWut+Z//tWbnW5Pf" +
    "pLZ+POLn/x3AYiA=",
);

export const torchModule: Buffer = blob(
  "eNqVV21v48YRlny+S8K8p23SJH3ZXtqIdGhKtpuLT4gNHJIaDdTcJb4LQCB3JVfk0tqYWnJfaJ9rqLh+aJv2N/RDP/ZPBOjf6U8okA+Z3aUk0t" +
    "IFrWCY5O7sMzPPzM7sPtn4u5N/+4+j/6Kv/vXZm8GTjU//cw3+z3jHDV/pdDqlKFSRFHl0RoSkBeNdEAhfhJmcKpWTiLCUYsY3vg4dGFQXJYkk" +
    "/QOR/NqMb7rhdRiUk0Iofn20EV6DL8oUvzHaDDc1RsFO+DOjzaoCnW54A4amRVrlhHcSVYhkEjAW2BEZ5JQRLJzf2QfvhrdBvF9J0c/puF9eqE" +
    "nB9voplWq7xMkpPiGyb0D6jPVrkL4FCcoLvhF+9EKnk+RYSmQx3U+NkDd0EPzEzZs375RlTolEGNl1SAnMZFaIKVZABlIFUhOCKEuKKWUnKMUK" +
    "D9EQZifD+AIdoMd3fv8AvYfGsWMwH0yoRNYUJKuyBF4kGgqSDeMHhMlCHOUFVnu7H6psbzcqWISnJRHkMA7s+nsMJUQoTBk6vvfRFKXkjCZE+u" +
    "h8QhiqpLYh0xA7t8CosgJ01VB5TvMcpEitMqVZBuhMoVKQhOrwfpiVO7e04indHQwOYwS+ojGweY5FWhtxR5xIS5H+URZlBKtKEDlEOvKoyBDB" +
    "ycQagCS4kJOFeFGpp8nD1JoFY4pB8JMMSaI033F8hHNJ4tg31Of4ggjrGCsUyiFIDGH4S1Oq6Bkx64MFmv59TDJc5WoIUA9EBUjWrfsTXJKlX9" +
    "voE23/Iprulo9+G11SNvNiTbcg85mtGE0JpAWovUCsmo7BoCJrqEzpFIIL7EqdKXmV6jCxghFYkc5RLDakzENFHit4f7jgaRYHDbPuGZqu2gXk" +
    "LQ3DwMYYqLQESbW0oGEVBkEtAHzDP+08wrJOZx2Htm0af2EcfLSts3mhlKCgljSy45zQkwkYayzRscFjnYdmVOrI64k6O+HLmNEK1tzLdYr9dV" +
    "x5cQDbjKAznFd654o2HmWQFjiHvEtRJorpXMFD/UhwfvnFzN1+KLlQl6daQf3mxb7ldp1xp5qYTODkcmd2ucakWXwlm9EVPvToU8j4XgK8uJ3Z" +
    "+gc7ZYghEsNYo8YIdv88z+2OWRKzQsYK2P9Kzhpu/j9+zNLfPDZbXw6HzgLq8PAQTWE99IG6SO8OfLQ38FoSNmMPkO0ZUKNT5u7s7vto94pgXW" +
    "MO0NQ1a9qzpYDm5FqZQNcm11sKWOz7evRLg703eGRnoVGYZxQlsMcVZkpGEej4stcojj0f9ZrFr/fIWSmfoN1ZLZLz0flesp3CUpSSDNTqOEaR" +
    "K0me+SuI/iqcX+fhuChysFNnh78SvLq5HNyFQuWjVHd28+6h7UOkX5a7PMO6W19EukucSEC87NnFvWGNAs4bBD2gn7PFWmiDRLg2tj7SLnjBwq" +
    "Ml+3oiaLgGShpfbbGmvyDX/GwLWkZB5DMsoAoqMMRGmUxLdeG6zZUtYj0fbW21vW5kCs0svy1KjUKz0Z+mrq3te/AJ9L814IKcwNmHiKhcwPe0" +
    "Qsg8EzfnijQ01KWoBK4XGbUyZ8KyGvd30H2ilO5m+EDXAvd9D1hCp5jq01BUMaqPSroELRoNlsuqoxeeUzVp4NVL3O2dvgFsc75m0AvQERxRUg" +
    "KHolzqBCINuIlSpRz2+yegpRoHcErT50RzJpw/qZRQDvvvf7AzuO00u0RwxQ27v+qc8cFjXdyC2u1W8JehBs/1qaTNmt0xDHLcR5HJY1AWQXlN" +
    "qhwrEtm5CIqYeYW0aGr2WjjjooI2fYB2UB8t7bEInrbFvqJDNDBpgwYr3TBo+6ft9tG2AfYtfiMzQFCfBBelxpxEbEEy+WFfl74KAmFi6Kg+vN" +
    "ui66MWkwu1DT3QIwSOBCnFMvekWgVuVtiDy1m71pkBDQwvvcCe2t3VfdOA8FcLiL8+nAsYz+HXFN/83PsTvz7jN9zwWX0NEnBEp/pu83X4PHw3" +
    "9hJ/NoHrVE4SfYGQzj2RQudMP6aJcvhz3jF37DXIksOfr69BUaUgvR1gZFzRPF3iOfyFp4goE4robNfhL7pu+Iy+iIEkXIv4S3aJY24b9+2gw1" +
    "8OnwOZXw9u7+/vf3Brn79irmtJWfFXR927ir/2+agz6o66f+E/sI8f/m2iLf6R4q8f8zfsx4//yt885m+Z253mjL99tzKURONK3zYk/4mR+2n4" +
    "th6EU3BU6pslFC6m5jIRlB/+sySKtCdQX6LIgRGH//wRR3/mvzjmN8OXDWR9MYkmRXEq+TsG+Zfh63qOyiir8rwtw391N3xJz9Z5XC981yzsha" +
    "81p+BOVE+7ZtoLX9XT0N9hj6YQr3p2y8y+F76lZ4HQtCmyBPGN2LZ1e0WskHO4wMj1LWf1rZUPzOCOyaVGuvLdUTeES2ynmbB8b9SFWvdk4xHv" +
    "XIloFwfdjv39+59//OY7ZmUH6w==",
);

export const torchInPickle: Buffer = blob(
  "eNpdkDtLA0EQx++VhFwMBDs7y7M5gq+UBpE0h6/YbCPL5W5NVtbb7OMiEQLXBFSuc8XGwtKv5kcQLJzkGnHYmWVnf/znUXivb7a1toUp7XtTbm" +
    "guk0mIc02ZMuUmlmSUU5ZiTTLFJZ7tmhcTlO0KU3DFY2LKDmY8TvGN5Hd4NNdEAXXcBOnCefbZz/vge/v282IrLJzTLxfiQlgB6kDZqeSaJ5zh" +
    "GZGK8kzYAKA2/DCqNSOYZCmNM+E8Ih+Sej4lWNEHooS7EF6AapBUEy61qEUOcuFFMy3qkYe8lQbPxqIReXkONQPUWMFVy8JK1iP4A2hcX1VJX9" +
    "ioCcx+96Db6+31DkUlmUxz4Ub1My28SxC6FtY/zI7DuvXXiiMIfTjgBfhH3yzN0ERO5CxNZC/NU9mCqRlJNAwNi26dy5RIkp7QRMPudoZGA6/C" +
    "Xwn5ffg=",
);

export const numpy2: Buffer = blob(
  "eNp1lIlW00AUhpsWWeK+7yKuxQVFUXFtFRQlWnQUjUutSTolgZLwJxOlKlqXFvApfASfQM+BF/INdGaSeE4Px+RkJudO7v2/e+dm6mnL8qpVaj" +
    "HHcwN1zC9Tn5aHHYupSPUSKFldSaVSBtKWG07P1Posz6d902GVOYbvGzW15FOLezI/FC6Z6CvVLUeraNNSDayySpZXplagUle8qGiXUU106O18" +
    "rhrMcfvR2UQXgTqP1QRrspqipbV0E2vjkGVWm+Ge6/Q096gMYv3iwjw2EGzMahkZ7Qo2FQqF0T/8koOWYthsLtrtek8quZZ/5OK3fDR1xvOmPL" +
    "bYHGArwTaG7aaMWMEOO2PLFHbanGsXwe6IK9PEHjtGGcBegbKPoJuj2Csh9psLHGKP1Fmq58SQjwiWvvMhz5/leh49Qv8AwUGGQ6aeEfVxJnA4" +
    "ITgiCI4SZCVBA72xvjOAY0L/OMGJpBTXcHIFRZ8sxZooXWX5l7x/4pRQPU3Qz3DG1Nv4GqOzDGcT2QEhe47gvJBVGrgQy473Y1DIXiS4lKSttf" +
    "G7k+GylBKxDP7gipC4SnCNIWfqHdzkmZO84wLkE5XrQuUGwVCc3HCsMjaIm0LlFsFIktx73G5NLsdwx1wsYjQ7B61AGe6asq0Cy6gaPu79p3Oj" +
    "ZRUFu5vTror6o57DmMC9T/CgCULwUK7w9mY2HtmFmMvsx7jgekzwRGR/e0W5ddOOmlzBUxHwGcHzJl4QFOXWBhzzpVUqmaHDgdxSSeUWFaUiXm" +
    "mK0YBBECVR8b231IXV8m1klB7lIqiW5h4VggnJatYYDWBz+YxM6RccATBJMKV3xeuyAqi2BP1nVzHNnUWahglX+HoEMw2AwJfbZ3nTM1U6i6DF" +
    "P7aqYCPJ7zaS+x29NBESvJZ4lhe6DG9ajp0hYaN8L2bnUEtOnLda2u7QlLCBdwTvpXCZVgy+gZhr8Y6tZXlofWhhqjoBt31soE7wSbRWE5+L+M" +
    "JLHEgY3gATFF+/dSXEeb2Tjy6d4EfSa4rGt3Zp/iO7eYrWAjTnMJ8taMqClh7Jx7+TlgnDvr8yw6WD",
);

export const numpy3: Buffer = blob(
  "eNp1lPlW00AUxpOUNeKGG7jiXlxQFBUVaSUoSrToKBqXipl02gS68CUTD/XIOfzTsjyFj8Ij8QTiZJLK4XBMTjIzd+7c33dnbrKScpxaucwc7t" +
    "WqgT7jF5jPCpOew3UogwRq2lIVRbGhOdWwslgfcmo+G6qEZe7Zvm/X9TmfOWIl98NoSSr20quFeBZtptJAu6FSdKyik6ArbaqmZmpNdCeuBV5f" +
    "ZDp0SxOc4ij2ra+toodgf9pMSfYYDuRyueltccmXqXAcpOvGgCKvrUzcKtm46Ura3iwOcRymMkYRvW7KlWKOuELJUYJjsZJUE8fdBD6CExG8j6" +
    "BfwN292JN0zehTlBWBXMnGyN/iyYpnM4tTHKeplRJ26pVwpgU8GwHPEQxIYAPnE5w3ggsR7iLBpVau47i8B3pF5Nol5lQx/oOrHGlqtYkxZ0sc" +
    "gy3KtYhyneBGRFEbuJlQZocxFFFuEdxuJWW2ibuLY1hEbrOFE+5w3KVWp+jW6LwohgAjrcD3osD3CR4k8keTwDOjeBgFfkTwuCX/F8Z2y89wPK" +
    "HreYynl5HJMY4stTqEY+DYZdvH0/8UVTytY8LtN0SqmxkYTUwSPLPao8T9kLt47k4kSugwpiIlLwheRimO7dnCaWqoKswmXhG8licUCC05h4ae" +
    "YIq6F0MdM3m8MVW7gbcERMos+rWfrIp3O46xRbq/z2PW1IT7B4KPUhitcxbAMjRlG5+s7sQiU8LnnRj/jDq+GJpN8bWBPME3uf9OrbJYZkuY2/" +
    "FPTDq+TyWlrkxltuJOEzYBlXSnFlY5nF3fsxHZmNjJwjJY61MumprsUZRMNWzAJfAku8CKtjgEzO+KkVgL8p+wsCOr7AXCUG6gQlCNaqOJWh6L" +
    "YgcDqUecYIkBG90t0VkrKuMqK9nc+8Hgb3RI87as5gVWDxAsg6dzprpmalPZnniVmQrDob+zn3CS",
);

export const numpy4: Buffer = blob(
  "eNp1k89r2zAUxy3/iN0llw0KO/bYXQKDHnYYi8GDQAUuFHYMwz+U2JtjB1sezVghl2TpEHTDb/f9KfuT+hcse7KyJWszGVlP8tPn+/T0vDC/N4" +
    "bWNtGNiixjEU+LvALRvShjVrL4dRpxaODZJZwKEoA4zuvpbN6PipL1p3XG06AsgzmI3tuSRbiTl3W7QVitIwg7j5VLA1RbgkdC+AxIo4TqVF9B" +
    "4ggr5vMZk5v08Qu4WavvhiAvwff98w229kU1DuGNd6ICvhuoUXPV4GzHJy6gmyBjSOzkkdRMejtFAxUfo87ZTic5fqiy9p5q2gIVFq5S+IHdxf" +
    "5T0Y0wnRziL1t6erZ/ilcHT+Egl+D0V8szObviB4BEAd88vxcuNfFxWpAZIKmF2EX4Di+w+n9gF/+k99O9wAaSN4LTa/CZ5HWqKMiCEhLrr9lA" +
    "cuKZmIYBrBAjLLxvnkByLunhfpTew0N7hKhdRoX8WxnYV9EZl8VHluNE/4a8cM5ZBZ6ubUAcycm2vpywTrHaZGnuLTfoGYSwlFA7KqazjF1BMt" +
    "rZDQy3VaINB3fKUIFHRZ1jxjVhe9Ji8mzXqsipLrBKKakVN2bjACtd+na3dqz+ClQys7SSpnSVeV7BCMegEhama8Lgy9EffVc4OZsEPP2Aq512" +
    "aSPM92xeSV2fkjXVh25POVOjrvu/Ad1WVZo=",
);

export const numpy5: Buffer = blob(
  "eNptU8+L00AUziTttqULQkHQm8d6KYh78CA2ELHgQBcEby5LfkyaaJqUyUS24kIvrbsyoNJnwZt/yv5J+xdY38y03bruhMm8mbz5vve+9zKr//" +
    "zlWHrIdlhkGQtFWuQlyPYxjxhn0cs0FLCEx2+gK4kPspNX48m0Fxac9dBkPA3R+TTmxTio4phxdO6uHln747q/MVyzNDdrxwVZ13i4RmI6YXhZ" +
    "2vEzuLz4AshIHUmew3A4fL3GoV/UEhBQm9oLkMQDgW6SxJA0uqsHO8IZEs5cQ/gbp4vzyoWkjeBHN+DJvTuhHQX9ykA7QTrS4M2bdAj6/tFg6d" +
    "F+pC/ujHQOSUdD1QQ7ExqrtgHycWqct09uBUVr+DTVfbK73yiC91gerM39vRqMq0ykPuc+anh4ylmI1RO80kVLWrKRR+bjEqg1B48EYHiIjgy5" +
    "j/9R+/OtHPoYw+UJdM9hyNCUB2XoZz6H5OnORJ6HHqZ01YeFirOO9CKBZKDQg/3M3P/18Qgxt5wS8b+pwL7LA+ymTyzHjf0D8YKpYCV4trUG2V" +
    "Ibk9HK3soYoDhhMZ5k7AxkM6hSlET18O5wCYNt8Qb9a2OYWMOiyrEolmx4ytLte25andoS1aKkmmv1Ixb7qLXybW/syPwbyTtZy9JSmcpVSbuA" +
    "E1z9UtZRoRGDr60tvyubORv5Iv2Ipwf6aC1rH9i0VLxDSi6oPXAPjTN1qqr3F+WNTnM=",
);

export const plain0: Buffer = blob(
  "eNpVUMtqhEAQvNeXzCXL9Pj+gQVh8RCIJ0HG2XFxMdo4I2w+OX+R1hxCLnWorgdd6s4a7TyFCCaomQ1qgq31CRq2sdc3c8lgr9Mywt6ISp1VlB" +
    "tdUJESJTpJTXqDDe26eHACJQGRU4R2XPcNnJ1MLcEJ6lROuZyif0ljgfa72422rtu1zk7UtvsQpDGXei5Fu9hPH9g6Sa/g3Mpf/eYfEHDrEuK2" +
    "u7hKD2koZ7cH2y14NH8mIri+H/ZpjtPS91iHp3fHvwZNZErwzpRC3ZkytC/h82ODMIQ2+ENW/Lf/kiWUrEUVatkmstGSYsR1+QGjJGGv",
);

export const plain1: Buffer = blob(
  "eNpVjk1OwzAQhZMmBTrl/+cOWSG7DRROUFWusugqC6oosUwVVOKMPZHKogJxCnaskTgEEjfhBD0CJogFsxg9fU/vzazRi9LQ87xlaQn9OXYi4U" +
    "8YhwljkIw/fiw348fNr5hyfsUurvnlgI34KOZ8yIbxIJ6CSgNn60ph4BoIw7b1VjcGuw6IjghESLjVYlIrwu207+Tn29fz+w1sXl+ecCftOVLl" +
    "98rWuVTYk1LXD5lRC3BL6sqSaSRpAwiRzM2izo1VkPwFAPsyy4qmXFJZZRno4k5JAtxNCPdmuL/Gg9R3F1Z4KHxbtB9bRXj0L+UI4HE0xxPRzQ" +
    "lPZ3jWnH8DmNRSRQ==",
);

function blob(text: string): Buffer {
  return inflateSync(Buffer.from(text, "base64"));
}
